// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/coverageview.h"

#include "parts/icons.h"
#include "parts/labels.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace spendglass::dialogs {

namespace {

QString iconName(CoverageLine::Kind kind)
{
    switch (kind) {
    case CoverageLine::Kind::Asking:
        return QStringLiteral("sync");
    case CoverageLine::Kind::Reached:
        return QStringLiteral("check");
    case CoverageLine::Kind::Absent:
        return QStringLiteral("minus");
    case CoverageLine::Kind::Refused:
        return QStringLiteral("warning");
    }
    Q_UNREACHABLE();
}

} // namespace

CoverageView::CoverageView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("coverageView"));
    setAccessibleName(tr("What this account can reach"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

void CoverageView::setLines(const CoverageLines &lines)
{
    delete m_lines;
    m_lines = new QWidget(this);
    auto *grid = new QGridLayout(m_lines);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(2, 1);
    int row = 0;
    for (const CoverageLine &line : lines) {
        addLine(line, row);
        row += 2;
    }
    layout()->addWidget(m_lines);
    m_lines->show();
}

void CoverageView::addLine(const CoverageLine &line, int row)
{
    auto *grid = static_cast<QGridLayout *>(m_lines->layout());
    auto *mark = new QLabel(m_lines);
    mark->setPixmap(parts::icon(iconName(line.kind)).pixmap(QSize(18, 18), devicePixelRatioF()));
    auto *what = parts::plainLabel(line.what, m_lines);
    what->setWordWrap(false);
    what->setFont(parts::scaled(what->font(), 1.0, QFont::DemiBold));
    auto *state = parts::plainLabel(line.state, m_lines);
    what->setObjectName(QStringLiteral("coverageWhat%1").arg(row / 2));
    state->setObjectName(QStringLiteral("coverageState%1").arg(row / 2));
    grid->addWidget(mark, row, 0);
    grid->addWidget(what, row, 1);
    grid->addWidget(state, row, 2);
    grid->setRowMinimumHeight(row, 26);
    if (line.advice.isEmpty())
        return;
    auto *advice = parts::mutedLabel(line.advice, m_lines);
    advice->setObjectName(QStringLiteral("coverageAdvice%1").arg(row / 2));
    advice->setContentsMargins(0, 0, 0, 8); // nearer to what it is about than to what follows
    advice->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    grid->addWidget(advice, row + 1, 1, 1, 2);
}

} // namespace spendglass::dialogs
