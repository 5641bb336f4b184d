// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

class QGridLayout;

namespace spendglass::dialogs {

/// One interface, and whether an account reaches it.
struct CoverageLine
{
    enum class Kind
    {
        Asking,
        Reached,
        Absent, ///< this account or cloud does not have it; nothing to mend
        Refused ///< could be had; advice says how
    } kind = Kind::Asking;
    QString what;   ///< "Usage analytics"
    QString state;  ///< in words: "reachable", "no permission"
    QString advice; ///< what to do about it, plain text; may be empty
    friend bool operator==(const CoverageLine &, const CoverageLine &) = default;
};
using CoverageLines = std::vector<CoverageLine>;

/// Which interfaces an account reaches: icon, name, state in words, what to do. Not by colour alone.
class CoverageView final : public QWidget
{
    Q_OBJECT
public:
    explicit CoverageView(QWidget *parent = nullptr);
    void setLines(const CoverageLines &lines); ///< in their order

private:
    void addLine(const CoverageLine &line, int row);

    QWidget *m_lines = nullptr;
};

} // namespace spendglass::dialogs
