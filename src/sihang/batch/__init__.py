"""整表评估 / whole tables: which measures does every organisation of this table meet, and for how much?

    takes    a table of organisations (CSV, XLSX or Parquet), perhaps one table for each type of matter, and a rulebook
    ends in  a table of results with the digests of the packages that gave them, or every problem of the input and no result

An officer has a workbook of 3,000 organisations, exported from the office system:

    sihang batch 企业名单.xlsx -o 结果.xlsx --on 2025-06-30
    sihang batch 企业名单.xlsx -o 结果.xlsx --set-apart 待改.xlsx      # assess what can be assessed, list the rest

An analyst has 10 million rows in Parquet:

    sihang batch register.parquet -o results.parquet --policy yangpu-2024-1 --policy example-rules

Organisations with many matters have a table for each type of matter, joined by organisation:

    sihang batch 单位.csv --matters growth_event=达线.csv --matters challenge_project=攻关.csv -o 结果.xlsx

From Python:

    from sihang.batch.run import Order, run
    run(Order(Path("register.parquet"), Path("results.parquet"), on=date(2025, 6, 30)), load())

How a row becomes a result. Opening: `csv_file`, `xlsx_file` (`xlsx_cells`) and `parquet_file` give a `source`; `vocabulary` says what a
column may be called, `headers` which is which. Reading: `cells` turns a column into canonical form (docs/tables.md), `rows` says what
must hold in a row, `standing` whether Parquet can be read where it is; `checks` finds every problem, `explain` says what is wrong with a
cell, `problems` lists them, `apart` sets rows apart. Assessing: `engines`; with `tables` of matters `several`, and `many` through
`cases`. Writing: `results`, `xlsx_result`, `manifest`, `summary`; `whole` lets a run end in all of its files or in none. `run` is all of it.
"""
