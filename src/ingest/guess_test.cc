#include <algorithm>

#include "content/catalogue.h"
#include "support/ingest_fixture.h"

/// Proposals of GuessSource, and what loading through them gives.
namespace tidewaiter::ingest {
namespace {

const std::string kExamples = std::string(TIDEWAITER_SOURCE_DIR) + "/examples/";

class GuessTest : public IngestTest {
 protected:
  Result<std::string> Guess(const std::string& file, const std::string& dataset = "") {
    const auto session = Must(warehouse_->OpenSession());
    return GuessSource(file, dataset, *session, datasets_, {});
  }

  /// The proposal as a source; its faults are added.
  content::Source Parse(const std::string& proposal, Diagnostics& faults) {
    const std::string name = proposal.substr(proposal.find("\nname = \"") + 9);
    return content::ParseSource(proposal, "sources/" + name.substr(0, name.find('"')) + "/source.toml", datasets_,
                                faults);
  }

  content::Source Parse(const std::string& proposal) {
    Diagnostics faults;
    content::Source source = Parse(proposal, faults);
    for (const Diagnostic& fault : faults) ADD_FAILURE() << fault.ToString() << "\n" << proposal;
    return source;
  }

  static void ExpectLines(const std::string& proposal, const std::vector<std::string>& lines) {
    for (const std::string& line : lines)
      EXPECT_NE(("\n" + proposal).find("\n" + line), std::string::npos) << line << "\nnot in\n" << proposal;
  }
};

TEST_F(GuessTest, TheCustomsDeclarationsOfKorea) {
  std::string proposal = Must(Guess(kExamples + "kcs_declarations/valid.csv.gz"));
  ExpectLines(proposal,
              {"dataset = \"import_declaration\"", "declaration_id = \"Declaration ID\"", "declared_on = \"Date\"",
               "office = \"Office ID\"", "hs_code = \"HS6 Code\"", "country_origin = \"Country of Origin\"",
               "origin_marking = \"Country of Origin Indicator\"", "tax_rate_pct = \"Tax Rate\"",
               "tax_type = \"Tax Type\"", "net_mass_kg = \"Net Mass\"", "customs_value_krw = \"Item Price\"",
               "courier_id = \"Courier ID\"", "# ignore = [\"Fraud\", \"Critical Fraud\"]", "# TODO item_no = "});
  EXPECT_EQ(proposal.find("# TODO"), proposal.rfind("# TODO")) << "only the item number is missing\n" << proposal;
  Diagnostics faults;
  Parse(proposal, faults);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].code, "content.required_column");

  proposal += "item_no = { constant = 1 }\n";
  const LoadReport report = Must(LoadSource(Parse(proposal), kExamples + "kcs_declarations/valid.csv.gz"));
  EXPECT_EQ(report.feeds.at(0).inserted, 8134);
  EXPECT_EQ(report.feeds.at(0).rejected, 0);
}

TEST_F(GuessTest, AKoreanHeaderInCp949) {
  const std::string file = std::string(TIDEWAITER_SOURCE_DIR) + "/sources/kcs_declarations/tests/korean_header.csv";
  std::string proposal = Must(Guess(file));
  ExpectLines(
      proposal,
      {"dataset = \"import_declaration\"", "declaration_id = \"신고번호\"", "declared_on = \"신고일자\"",
       "process_type = \"수입신고구분코드\"", "hs_code = \"HS6단위부호\"", "country_origin = \"원산지국가코드\"",
       "origin_marking = \"원산지표시유무코드\"", "tax_rate_pct = \"관세율\"", "net_mass_kg = \"신고중량(KG)\"",
       "customs_value_krw = \"과세가격원화금액\"", "# ignore = [\"우범여부\", \"핵심적발\"]", "# TODO item_no = "});
  proposal += "item_no = { constant = 1 }\n";
  EXPECT_EQ(Must(LoadSource(Parse(proposal), file)).feeds.at(0).inserted, 4);
}

TEST_F(GuessTest, DaysNumbersAndCodesAsPeopleWriteThem) {
  const std::string file =
      Write("Our Exports-2024.csv",
            "Declaration No;란번호;Declared;세관;Exporter;Declarant;운송수단;HS Code;Destination country;"
            "Country of origin;Net weight (ton);FOB Value (천원);Bonded;\"colour \"\"x\"\"\"\n"
            "E1;1;28/02/2021;020;A;B;해상;8517.12.0000;US;KR;1.234,5;2.000;여;red\n"
            "E2;1;01/03/2021;020;A;B;항공;0101.21.0000;JP;KR;0,25;12.500,75;부;\n"
            "E3;1;02/03/2021;020;A;B;40;8517.12.0000;CN;KR;3;1;;\n");
  const std::string proposal = Must(Guess(file));
  ExpectLines(proposal, {"name = \"our_exports_2024\"", "dataset = \"export_declaration\"",
                         "declared_on = { from = \"Declared\", format = \"%d/%m/%Y\" }",
                         "hs_code = { expression = \"replace(\\\"HS Code\\\", '.', '')\" }",
                         "# ignore = [\"colour \\\"x\\\"\"]"});
  const LoadReport report = Must(LoadSource(Parse(proposal), file));
  EXPECT_EQ(report.feeds.at(0).inserted, 3) << proposal;
  EXPECT_EQ(Single("select net_mass_kg from export_declaration where declaration_id = 'E1'"), "1234500");
  EXPECT_EQ(Single("select fob_value_krw from export_declaration where declaration_id = 'E2'"), "12500750.00");
  EXPECT_EQ(Single("select transport_mode from export_declaration where declaration_id = 'E1'"), "10");
  EXPECT_EQ(Single("select hs_code from export_declaration where declaration_id = 'E2'"), "0101210000");
  EXPECT_EQ(Single("select bonded from export_declaration where declaration_id = 'E2'"), "false");
}

TEST_F(GuessTest, DaysThatFitTwoFormatsAreRemarked) {
  const std::string proposal =
      Must(Guess(Write("r.csv", "Date,Currency,Won per unit\n03/04/2021,USD,\"1,082.5\"\n05/04/2021,EUR,\"1,300\"\n")));
  ExpectLines(proposal, {"dataset = \"fx_rate\"",
                         "observed_on = { from = \"Date\", format = \"%d/%m/%Y\" }  # or %m/%d/%Y: both fit",
                         "krw_per_unit = { from = \"Won per unit\", thousands_separator = \",\" }"});
  Parse(proposal);
}

TEST_F(GuessTest, ValuesSpeakWhereTheNameSaysNothing) {
  std::string rows = "ref,lvl,text in english\n";
  for (const char* code : {"0101", "010121", "010129", "0102", "010221"})
    for (int times = 0; times < 2; ++times)
      rows += std::string(code) + "," + std::to_string(std::string_view(code).size()) + ",x\n";
  const std::string proposal = Must(Guess(Write("n.csv", rows), "hs_nomenclature"));
  ExpectLines(proposal, {"hs_code = \"ref\"  # by its values, not by its name", "description_en = \"text in english\"",
                         "# ignore = [\"lvl\"]", "# TODO level = "});
}

TEST_F(GuessTest, FilesThatFitNothing) {
  EXPECT_EQ(Guess(Write("z.csv", "colour,smell\nred,sweet\n")).error().code, ErrorCode::kColumnMissing);
  EXPECT_EQ(Guess((folder_ / "none.csv").string()).error().code, ErrorCode::kFileMissing);
  EXPECT_EQ(Guess(Write("y.csv", "a\n1\n"), "fx_rat").error().code, ErrorCode::kUnknownName);
  const auto address = Guess("postgresql://ann:secret@db/customs");
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().message.find("secret"), std::string::npos);
  const std::string proposal = Must(Guess(Write("empty.csv", "Date,Currency,Won per unit\n")));
  EXPECT_EQ(Parse(proposal).feeds.at(0).dataset, "fx_rate") << "a header alone is enough";
}

TEST_F(GuessTest, EveryExampleFindsItsDataset) {
  for (const auto& [file, dataset] :
       std::map<std::string, std::string>{{"hs_nomenclature/harmonized-system.csv", "hs_nomenclature"},
                                          {"countries/countries.csv", "country"},
                                          {"ports/sea_ports.csv", "port"},
                                          {"kcs_declarations/train.csv.gz", "import_declaration"}})
    ExpectLines(Must(Guess(kExamples + file)), {"dataset = \"" + dataset + "\""});
}

}  // namespace
}  // namespace tidewaiter::ingest
