// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/targetfile.h"
#include "export/writer.h"

namespace spendglass::exporting {

/// CSV and TSV: RFC 4180 with the given separator, UTF-8, no "About this data" part.
class DelimitedWriter final : public Writer
{
public:
    DelimitedWriter(const QString &path, const Options &options, char separator);
    core::Result<void> begin(const About &about, const std::vector<query::Column> &columns) override;
    core::Result<void> append(const query::Table &rows) override;
    core::Result<void> finish() override;

private:
    TargetFile m_file;
    Options m_options;
    char m_separator;
};

/// One document: {"about": {"title", LABEL: VALUE …}, "columns": [{"id", "type"}], "rows": [{ID: VALUE}]}.
/// Amounts and quantities are strings with all their digits, days and instants ISO 8601 strings, counts
/// numbers, no value null.
class JsonWriter final : public Writer
{
public:
    explicit JsonWriter(const QString &path);
    core::Result<void> begin(const About &about, const std::vector<query::Column> &columns) override;
    core::Result<void> append(const query::Table &rows) override;
    core::Result<void> finish() override;

private:
    TargetFile m_file;
    bool m_hasRows = false;
};

} // namespace spendglass::exporting
