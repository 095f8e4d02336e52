#!/usr/bin/env python3
"""Usage: peer_learning.py ROWS.parquet MODEL.toml FROM
What an analyst would write with pandas, category_encoders and xgboost for the fields, combinations and trees of a
learned model: target rates and counts of each combination, then trees, then the chance of each row from FROM on. Rates
are those of the training rows themselves (no folds), and nothing is calibrated or explained: less work than the model's.
bench/run times it."""
import itertools
import sys
import tomllib

import category_encoders
import pandas
import xgboost


def combinations_of(step):
    fields = list(step["categories"])
    declared = [[field] for field in fields]
    declared += [list(pair) for pair in itertools.combinations(step["pairs"], 2)]
    declared += [text.split(" * ") for text in step["combinations"]]
    declared += [text.split(" * ") + [field] for text in step["with_each"] for field in step["each"]]
    return list(dict.fromkeys(tuple(dict.fromkeys(combination)) for combination in declared))


def main():
    path, model, first_day = sys.argv[1:]
    with open(model, "rb") as file:
        step = next(step for step in tomllib.load(file)["steps"] if step["kind"] == "learn")
    rows = pandas.read_parquet(path)
    # As the model's rows.sql makes them.
    rows["hs_code"] = rows["hs_code"].str[:6]
    rows["krw_per_kg"] = rows["customs_value_krw"].astype("float64") / rows["net_mass_kg"].where(rows["net_mass_kg"] > 0)
    rows["tariff"] = rows["tax_type"] + " " + rows["tax_rate_pct"].round(2).astype(str)
    rows["price_level"] = rows["krw_per_kg"].round(2).astype(str)
    texts = rows[list(step["categories"])].fillna("").astype(str)
    is_training = pandas.to_datetime(rows["declared_on"]) < pandas.Timestamp(first_day)
    labels = rows["violation"]
    features = rows[list(step["numbers"])].astype("float32").copy()
    for number, combination in enumerate(combinations_of(step)):
        first, *others = combination
        values = texts[first].str.cat([texts[other] for other in others], sep="|").to_frame("value")
        target = category_encoders.TargetEncoder(smoothing=1, min_samples_leaf=1)
        target.fit(values[is_training], labels[is_training])
        features[f"rate{number}"] = target.transform(values)["value"].astype("float32")
        count = category_encoders.CountEncoder(handle_unknown=0).fit(values[is_training])
        features[f"count{number}"] = count.transform(values)["value"].astype("float32")
    trees = xgboost.XGBClassifier(n_estimators=step["trees"], max_depth=step["depth"], learning_rate=step["learning_rate"],
                                  subsample=step["row_share"], colsample_bytree=step["column_share"],
                                  reg_lambda=step["ridge"], tree_method="hist")
    trees.fit(features[is_training], labels[is_training])
    print(len(trees.predict_proba(features[~is_training])))


if __name__ == "__main__":
    main()
