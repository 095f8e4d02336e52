#include <zlib.h>
#include <zstd.h>

#include <vector>

#include "support/ingest_fixture.h"

/// Files as they come: encodings, archives, delimiters, headers.
namespace tidewaiter::ingest {
namespace {

const std::string kHeader = "hs_code,level,description_en,description_ko\n";

std::string Gzip(const std::string& text) {
  std::string out(text.size() + 1000, '\0');
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string Utf16(const std::string& ascii, bool little) {
  std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) {
    if (little)
      out += {c, '\0'};
    else
      out += {'\0', c};
  }
  return out;
}

std::string ManyRows(int rows) {
  std::string text = kHeader;
  for (int n = 0; n < rows; ++n) {
    const std::string code = std::to_string(1'000'000 + n);
    text += code + ",10,goods " + code + ",\n";
  }
  return text;
}

TEST_F(IngestTest, KoreanInCp949IsRecognised) {
  // "품목" in CP949, then UTF-8's own rows in between would break it: the whole file decides.
  const LoadReport report = Must(Load("hs_nomenclature", Write("k.csv", kHeader + "0101,4,Horses,\xC7\xB0\xB8\xF1\n")));
  EXPECT_EQ(report.encoding, "cp949");
  EXPECT_EQ(Single("select description_ko from hs_nomenclature"), "품목");
}

TEST_F(IngestTest, Utf16AndByteOrderMarksAreRecognised) {
  EXPECT_EQ(Must(Load("hs_nomenclature", Write("l.csv", Utf16(kHeader + "0101,4,Horses,\r\n", true)))).encoding,
            "utf-16");
  EXPECT_EQ(Must(Load("hs_nomenclature", Write("b.csv", Utf16(kHeader + "0102,4,Cattle,\n", false)))).encoding,
            "utf-16");
  Must(Load("hs_nomenclature", Write("m.csv", "\xEF\xBB\xBF" + kHeader + "0103,4,Swine,\n")));
  EXPECT_EQ(Single("select count(*) from hs_nomenclature"), "3");
}

TEST_F(IngestTest, DelimitersAndQuotedLineBreaks) {
  Must(Load("hs_nomenclature", Write("s.csv", "hs_code;level;description_en;description_ko\n0101;4;\"a;b\nc\";\n")));
  Must(Load("hs_nomenclature", Write("t.tsv", "hs_code\tlevel\tdescription_en\tdescription_ko\n0102\t4\tx\t\n")));
  Must(
      Load("hs_nomenclature", Write("p.txt", "hs_code|level|description_en|description_ko\r\n0103|4|\"q\"\"q\"|\r\n")));
  EXPECT_EQ(Single("select description_en from hs_nomenclature where hs_code = '0101'"), "a;b\nc");
  EXPECT_EQ(Single("select description_en from hs_nomenclature where hs_code = '0103'"), "q\"q");
}

TEST_F(IngestTest, MixedLineEndsLoad) {
  Must(Load("hs_nomenclature",
            Write("x.csv", "hs_code,level,description_en,description_ko\r\n0101,4,a,\n0102,4,b,\r\n0103,4,c,\n")));
  EXPECT_EQ(Single("select count(*) from hs_nomenclature"), "3");
}

TEST_F(IngestTest, ArchivesByContentNotByName) {
  Must(Load("hs_nomenclature", Write("a.csv.gz", Gzip(kHeader + "0101,4,a,\n"))));
  Must(Load("hs_nomenclature", Write("b.csv", Zstd(kHeader + "0102,4,b,\n"))));
  Must(Load("hs_nomenclature", Write("c.csv.zst", Zstd(kHeader + "0103,4,\xC7\xB0\xB8\xF1,\n"))));
  EXPECT_EQ(Single("select count(*) from hs_nomenclature"), "3");
  EXPECT_EQ(Single("select description_en from hs_nomenclature where hs_code = '0103'"), "품목");
}

TEST_F(IngestTest, TruncatedArchivesAreNeverShorterFiles) {
  const std::string text = ManyRows(20'000);
  for (const auto& [name, bytes] : {std::pair{"g.csv.gz", Gzip(text)}, std::pair{"z.csv.zst", Zstd(text)}}) {
    const auto result = Load("hs_nomenclature", Write(name, bytes.substr(0, bytes.size() / 2)));
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().code, ErrorCode::kFileUnreadable) << name;
    EXPECT_FALSE(result.error().hint.empty());
  }
  EXPECT_TRUE(Must(ListLoads(*warehouse_, 0)).empty());
}

TEST_F(IngestTest, FilesThatAreNothing) {
  EXPECT_EQ(Load("hs_nomenclature", (folder_ / "none.csv").string()).error().code, ErrorCode::kFileMissing);
  EXPECT_EQ(Load("hs_nomenclature", folder_.string()).error().code, ErrorCode::kFileUnreadable);
  EXPECT_EQ(Load("hs_nomenclature", Write("e.csv", "")).error().code, ErrorCode::kFileEmpty);
  EXPECT_EQ(Load("hs_nomenclature", Write("blank.csv", "\n\n  \n")).error().code, ErrorCode::kFileEmpty);
  EXPECT_EQ(Load("hs_nomenclature", Write("fake.xlsx", "not a workbook")).error().code, ErrorCode::kFileUnreadable);
  EXPECT_EQ(Load("hs_nomenclature", Write("fake.parquet", "PAR1 but then nothing")).error().code,
            ErrorCode::kFileUnreadable);
  EXPECT_EQ(Load("hs_nomenclature", Write("broken.json", "[{\"hs_code\": ")).error().code, ErrorCode::kFileUnreadable);
  const LoadReport header_only = Must(Load("hs_nomenclature", Write("h.csv", kHeader)));
  EXPECT_EQ(header_only.feeds.at(0).read, 0);
}

TEST_F(IngestTest, HeadersThatDoNotFit) {
  const auto missing = Load("hs_nomenclature", Write("m.csv", "hs_cod,level,description_en\n0101,4,x\n"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kColumnMissing);
  EXPECT_NE(missing.error().hint.find("hs_cod"), std::string::npos) << missing.error().hint;
  EXPECT_EQ(Load("hs_nomenclature", Write("d.csv", "hs_code,level,Level,description_en\n0101,4,4,x\n")).error().code,
            ErrorCode::kColumnDoubled);
  const LoadReport unmapped =
      Must(Load("hs_nomenclature", Write("u.csv", "HS_CODE,level,description_en,colour\n0101,4,x,red\n")));
  ASSERT_EQ(unmapped.warnings.size(), 1U);
  EXPECT_NE(unmapped.warnings[0].find("colour"), std::string::npos);
}

TEST_F(IngestTest, NulBytesBrokenTextAndHugeCellsRejectTheirRowsOnly) {
  std::string text = kHeader + "0101,4,ok,\n0102,4,nul" + std::string(1, '\0') +
                     "nul,\n0103,4,broken \xFF\xFE\xFA,\n0104,4," + std::string(5'000'000, 'x') +
                     std::string(5'000'000, 'x') + ",\n0105,4,also ok,\n";
  const LoadReport report = Must(Load("hs_nomenclature", Write("n.csv", text), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).read, 5);
  EXPECT_EQ(report.feeds.at(0).inserted, 2);
  std::map<int64_t, std::string> rules;
  for (const Reject& reject : Rejects(report.id)) {
    rules[reject.record] = reject.rule;
    EXPECT_LE(reject.raw.size(), 1000U);
  }
  EXPECT_EQ(rules, (std::map<int64_t, std::string>{{2, "text.nul"}, {3, "text.encoding"}, {4, "csv.too_long"}}));
}

TEST_F(IngestTest, AQuoteThatNeverClosesSwallowsNoRows) {
  std::string text = ManyRows(5000);
  text.insert(text.find("goods 1001000"), "\"");
  const auto result = Load("hs_nomenclature", Write("q.csv", text), {.max_reject_share = 1});
  ASSERT_FALSE(result) << "rows that run together cannot be counted, so the file is refused";
  EXPECT_EQ(result.error().code, ErrorCode::kFileUnreadable);
  EXPECT_NE(result.error().message.find("1001"), std::string::npos) << result.error().message;
}

TEST_F(IngestTest, EveryUnparsableRecordIsCounted) {
  std::string text = ManyRows(1000);
  for (int n = 0; n < 120'000; ++n) text += "0101,4\n";
  const LoadReport report = Must(Load("hs_nomenclature", Write("s.csv", text), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).read, 121'000);
  EXPECT_EQ(report.feeds.at(0).rejected, 120'000);
  EXPECT_EQ(Single("select count(*) from tidewaiter_reject"), "120000");
}

TEST_F(IngestTest, ABrokenJsonLineIsOneRejectedRow) {
  const auto report = Must(Load("hs_nomenclature",
                                Write("b.jsonl",
                                      "{\"hs_code\":\"0101\",\"level\":4,\"description_en\":\"x\"}\n"
                                      "this is no JSON\n"
                                      "{\"hs_code\":\"0102\",\"level\":4,\"description_en\":\"y\"}\n"),
                                {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).inserted, 2);
  EXPECT_EQ(report.feeds.at(0).rejected, 1);
  EXPECT_EQ(Rejects(report.id).at(0).record, 2);
}

TEST_F(IngestTest, NumbersAsPeopleWriteThem) {
  content::Source source = ContractSource(*datasets_.Find("fx_rate"));
  source.name = "thousands";
  for (content::ColumnMapping& mapping : source.feeds[0].columns)
    if (mapping.column == "krw_per_unit") mapping.thousands_separator = ",";
  const std::string file = Write("a.csv", "observed_on,currency,krw_per_unit\n2021-01-04,USD,\"1,082.50\"\n");
  EXPECT_EQ(Load("fx_rate", file, {.max_reject_share = 0}).error().code, ErrorCode::kRejectsOverLimit);
  Must(LoadSource(source, file));
  EXPECT_EQ(Single("select krw_per_unit from fx_rate"), "1082.5");
}

TEST_F(IngestTest, AFractionIsNotAnInteger) {
  const auto report =
      Must(Load("hs_nomenclature", Write("f.csv", kHeader + "0101,4.6,x,\n0102,4,y,\n"), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).rejected, 1);
  EXPECT_EQ(Rejects(1).at(0).rule, "type");
}

TEST_F(IngestTest, JsonAndJsonLinesKeepLeadingZeros) {
  Must(Load("hs_nomenclature", Write("a.json", R"([{"hs_code":"0101","level":4,"description_en":"x"}])")));
  Must(Load("hs_nomenclature", Write("b.jsonl", "{\"hs_code\":\"0102\",\"level\":4,\"description_en\":\"y\"}\n")));
  EXPECT_EQ(Single("select count(*) from hs_nomenclature where hs_code in ('0101', '0102')"), "2");
}

TEST_F(IngestTest, ParquetKeepsItsTypes) {
  const auto session = Must(warehouse_->OpenSession());
  Must(session->WriteParquet(
      "select date '2021-01-04' as observed_on, 'USD' as currency, cast(1082.5 as double) as krw_per_unit "
      "union all select null, 'USD', 1",
      {}, folder_ / "r.parquet", {}));
  const LoadReport report = Must(Load("fx_rate", (folder_ / "r.parquet").string(), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).inserted, 1);
  EXPECT_EQ(report.feeds.at(0).rejected, 1);
}

}  // namespace
}  // namespace tidewaiter::ingest
