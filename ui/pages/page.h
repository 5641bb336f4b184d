// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/writer.h"
#include "query/query.h"

#include <QWidget>

#include <memory>
#include <optional>

class QAbstractItemView;

namespace spendglass::pages {

/// What a document hands to an export: exactly what it shows.
struct ExportContent
{
    exporting::About about;
    std::shared_ptr<const query::Table> table;
    QString fileName; ///< proposed, without suffix
};

/// What the status bar says of a document.
struct PageStatus
{
    QString counts;    ///< lines and records, shown and in all
    QString selection; ///< sums of the selected cells
    QString badge;     ///< "Estimate" and the like
};

enum class Panes
{
    ChartAndTable,
    TableOnly,
    ChartOnly
};

/// A document tab of the main window.
class Page : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    virtual bool isSettled() const = 0; ///< no question is open
    virtual PageStatus status() const = 0;
    virtual QAbstractItemView *view() const = 0; ///< what Copy and Select All work on
    virtual void reload() = 0;                   ///< the data changed
    virtual std::optional<ExportContent> exportContent() const = 0;

    virtual bool canGoBack() const { return false; }
    virtual bool canGoForward() const { return false; }
    virtual bool canGoUp() const { return false; }
    virtual bool canDrill() const { return false; }
    virtual bool canShape() const { return false; } ///< has filters, groups, panes and something to export
    virtual bool canAskService() const { return false; } ///< in place of what is kept
    virtual bool asksService() const { return false; }
    virtual void setAskingService(bool) {}
    virtual void goBack() {}
    virtual void goForward() {}
    virtual void goUp() {}
    virtual void drill() {}
    virtual void setPanes(Panes) {}
    virtual void focusFilters() {}
    virtual void focusGrouping() {}
    virtual void showFilterEditor() {} ///< open inside the window, for pictures
    /// The query whose records "Show records" opens: the view's own with the selected line added.
    virtual std::optional<query::Query> recordsQuery() const { return std::nullopt; }
    /// The query whose calls "Show requests" lists: of the selected line, else of the whole view.
    virtual std::optional<query::Query> requestsQuery() const { return std::nullopt; }

Q_SIGNALS:
    void titleChanged();
    void settled(); ///< an answer or a failure arrived and is on screen
    void statusChanged();
    void navigationChanged(); ///< one of the can… answers may have changed
    void recordsRequested(const spendglass::query::Query &query);
};

} // namespace spendglass::pages
