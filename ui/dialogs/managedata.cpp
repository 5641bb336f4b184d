// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/managedata.h"

#include "dialogs/forgetcustomer.h"
#include "models/format.h"
#include "parts/contentheight.h"
#include "parts/labels.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "query/sentence.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QTableWidget>

namespace spendglass::dialogs {

using sync::Housekeeping;

namespace {

constexpr int monthChoices[]{3, 6, 12, 24, 36, 60};

enum Column
{
    DataSetColumn,
    RowsColumn,
    SnapshotsColumn,
    FirstColumn,
    LastColumn,
    CallsColumn,
    ColumnCount
};

QString documentsFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

/// A name for the new folder: the account's, without the signs that some file system does not take.
QString folderName(QString name, core::Day day)
{
    for (QChar &c : name)
        c = c.isLetterOrNumber() || c == u'-' ? c : QChar(u'_');
    return QStringLiteral("spendglass-%1-%2").arg(name.left(60), core::dayText(day));
}

} // namespace

ManageData::ManageData(sync::Workspace &workspace, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_upkeep(workspace.housekeeping())
    , m_name(name)
    , m_summary(parts::selectableLabel(tr("Looking at the store…"), this))
    , m_table(new QTableWidget(0, ColumnCount, this))
    , m_messages(new parts::MessageBar(tr("Outcome"), this))
{
    setObjectName(QStringLiteral("manageData"));
    setWindowTitle(tr("Manage Data — %1").arg(name));
    auto *title = parts::plainLabel(tr("What is kept on this computer"), this);
    title->setFont(parts::scaled(title->font(), 1.35, QFont::DemiBold));
    m_summary->setObjectName(QStringLiteral("sizeSummary"));
    m_messages->setObjectName(QStringLiteral("upkeepMessage"));
    makeTable();
    auto *close = parts::namedButton(tr("Close"), "closeManageData", tr("Close"), this);
    close->setDefault(true);
    auto *last = new QHBoxLayout;
    last->addStretch();
    last->addWidget(close);
    m_work = new QWidget(this);
    auto *work = new QVBoxLayout(m_work);
    work->setContentsMargins(0, 0, 0, 0);
    work->setSpacing(14);
    work->addWidget(makeRetention());
    work->addWidget(makeButtons());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 20, 22, 18);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_work);
    layout->addWidget(makeBusyRow());
    layout->addWidget(m_messages);
    layout->addLayout(last);
    setMinimumWidth(720);
    parts::growWithContent(this);
    connect(close, &QPushButton::clicked, this, &ManageData::reject);
    connect(&m_upkeep, &Housekeeping::busyChanged, this, &ManageData::setBusy);
    connect(&m_workspace, &sync::Workspace::dataChanged, this, &ManageData::askForSize);
    setBusy(m_upkeep.isBusy());
    showRetention();
    askForSize();
    close->setFocus();
}

void ManageData::makeTable()
{
    m_table->setObjectName(QStringLiteral("sizes"));
    m_table->setAccessibleName(tr("What is kept, by data set"));
    m_table->setHorizontalHeaderLabels(
        {tr("Data"), tr("Records"), tr("Earlier versions"), tr("From"), tr("To"), tr("Requests")});
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(DataSetColumn, QHeaderView::Stretch);
    for (int column = 0; column < ColumnCount; ++column)
        m_table->horizontalHeaderItem(column)->setTextAlignment(
            Qt::AlignVCenter | (column == DataSetColumn ? Qt::AlignLeft : Qt::AlignRight));
    const int rows = int(core::allDataSets.size());
    m_table->setFixedHeight(header->sizeHint().height() +
                            rows * m_table->verticalHeader()->defaultSectionSize() + 4);
}

QWidget *ManageData::makeRetention()
{
    auto *box = new QWidget(m_work);
    m_retention = new QComboBox(box);
    m_retention->setObjectName(QStringLiteral("retention"));
    m_retention->setAccessibleName(tr("How much of the past is kept"));
    m_retention->addItem(tr("Everything"), 0);
    for (const int months : monthChoices)
        m_retention->addItem(tr("The last %n months", nullptr, months), months);
    auto *label = new QLabel(tr("&Keep:"), box);
    label->setBuddy(m_retention);
    m_retentionHint = parts::mutedLabel({}, box);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(m_retention);
    row->addWidget(m_retentionHint, 1);
    connect(m_retention, &QComboBox::activated, this, &ManageData::chooseRetention);
    return box;
}

QWidget *ManageData::makeButtons()
{
    auto *box = new QWidget(m_work);
    auto *compact = parts::namedButton(tr("&Compact"), "compact", tr("Compact the store"), box);
    compact->setToolTip(tr("Gives the room of what was deleted back to the disk"));
    auto *forget = parts::namedButton(tr("&Forget a Customer…"), "forget", tr("Forget a customer"), box);
    forget->setToolTip(tr("Takes out everything that is kept of a customer"));
    auto *save = parts::namedButton(tr("&Export Folder"), "exportFolder", tr("Export to a folder"), box);
    save->setToolTip(tr("Writes everything as files that other programs read"));
    auto *menu = new QMenu(save);
    menu->setObjectName(QStringLiteral("exportFormats"));
    menu->addAction(tr("As &Parquet…"), this, [this] { exportAs(core::FolderFormat::Parquet); });
    menu->addAction(tr("As &CSV…"), this, [this] { exportAs(core::FolderFormat::Csv); });
    save->setMenu(menu);
    auto *import = parts::namedButton(tr("&Import…"), "importFolder", tr("Import a folder"), box);
    import->setToolTip(tr("Takes an exported folder in the place of what is kept"));
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QPushButton *button : {compact, forget, save, import})
        row->addWidget(button);
    row->addStretch();
    connect(compact, &QPushButton::clicked, this, &ManageData::compact);
    connect(forget, &QPushButton::clicked, this, &ManageData::askWhomToForget);
    connect(import, &QPushButton::clicked, this, &ManageData::askWhatToImport);
    return box;
}

QWidget *ManageData::makeBusyRow()
{
    m_busy = new QWidget(this);
    m_busy->setObjectName(QStringLiteral("busyRow"));
    m_busyText = new QLabel(m_busy);
    m_busyText->setTextFormat(Qt::PlainText);
    auto *progress = new QProgressBar(m_busy);
    progress->setObjectName(QStringLiteral("upkeepProgress"));
    progress->setAccessibleName(tr("At work"));
    progress->setRange(0, 0);
    progress->setTextVisible(false);
    m_stop = parts::namedButton(tr("&Stop"), "stopUpkeep", tr("Stop"), m_busy);
    m_stop->setToolTip(tr("Ends the work; the store stays whole"));
    auto *row = new QHBoxLayout(m_busy);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_busyText);
    row->addWidget(progress, 1);
    row->addWidget(m_stop);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stop->setEnabled(false);
        m_upkeep.stop();
    });
    return m_busy;
}

void ManageData::reject()
{
    m_isClosing = m_upkeep.isBusy();
    if (m_isClosing)
        m_upkeep.stop();
    else
        QDialog::reject();
}

void ManageData::setBusy(bool isBusy)
{
    m_work->setEnabled(!isBusy);
    m_busy->setVisible(isBusy);
    m_stop->setEnabled(isBusy);
    if (!isBusy && m_isClosing)
        QDialog::reject();
}

void ManageData::begin(const QString &what)
{
    m_messages->hide();
    m_busyText->setText(what);
}

void ManageData::askForSize()
{
    m_upkeep.size(this, [this](const core::Result<core::StoreSize> &size) { showSize(size); });
}

QString ManageData::bytes(qint64 count) const
{
    return locale().formattedDataSize(count, 1, QLocale::DataSizeSIFormat);
}

void ManageData::showSize(const core::Result<core::StoreSize> &size)
{
    if (!size) {
        m_size.reset();
        m_table->setRowCount(0);
        m_summary->setText(models::errorSentence(size.error()));
        return;
    }
    m_size = *size;
    const QString taken = bytes(size->fileBytes + size->logBytes);
    m_summary->setText(size->isEmpty()        ? tr("Nothing is loaded yet.")
                       : size->freeBytes == 0 ? tr("%1 on disk.").arg(taken)
                                              : tr("%1 on disk, of which %2 can be given back or used again.")
                                                    .arg(taken, bytes(size->freeBytes)));
    m_summary->setToolTip(models::plainToolTip(QDir::toNativeSeparators(size->path)));
    const auto day = [this](const std::optional<core::Day> &value) {
        return value ? models::valueLabel(locale(), *value) : models::noValueText();
    };
    m_table->setRowCount(int(size->dataSets.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const core::DataSetSize &part = size->dataSets[std::size_t(row)];
        const QString texts[]{query::dataSetLabel(part.dataSet),
                              locale().toString(part.rows),
                              locale().toString(part.snapshots),
                              day(part.first),
                              day(part.last),
                              locale().toString(part.calls)};
        for (int column = 0; column < ColumnCount; ++column) {
            auto *item = new QTableWidgetItem(texts[column]);
            item->setTextAlignment(Qt::AlignVCenter |
                                   (column == DataSetColumn ? Qt::AlignLeft : Qt::AlignRight));
            m_table->setItem(row, column, item);
        }
    }
}

template <class T, class Text>
Housekeeping::Then<T> ManageData::then(Text text)
{
    return [this, text](const core::Result<T> &result) {
        if (result)
            tell(text(*result));
        else
            tellError(result.error());
    };
}

void ManageData::tell(const QString &text)
{
    m_messages->show(parts::MessageBar::Kind::Success, text);
}

void ManageData::tellError(const core::Error &error)
{
    if (error.kind == core::ErrorKind::Cancelled) {
        m_messages->show(parts::MessageBar::Kind::Information, tr("Stopped; everything is as it was."));
        return;
    }
    // What the file, the folder or the store is about is in the text alone.
    m_messages->show(parts::MessageBar::Kind::Error, error.text);
    connect(m_messages->addAction(tr("Details")), &QAction::triggered, this, [this, error] {
        parts::prompts::showMessage(
            this, {tr("Details"), models::errorSentence(error), models::errorDetails(error)});
    });
}

void ManageData::showRetention()
{
    const QSignalBlocker quiet(m_retention);
    const int months = m_upkeep.retainedMonths().value_or(0);
    if (m_retention->findData(months) < 0) // set on the command line
        m_retention->addItem(tr("The last %n months", nullptr, months), months);
    m_retention->setCurrentIndex(m_retention->findData(months));
    m_retentionHint->setText(months > 0 ? tr("Older months are taken out after each synchronisation.")
                                        : QString());
}

void ManageData::chooseRetention()
{
    const int months = m_retention->currentData().toInt();
    if (months == m_upkeep.retainedMonths().value_or(0))
        return;
    if (months == 0)
        return retain({});
    showRetention(); // until the person agrees
    parts::prompts::ask(
        this,
        {tr("Keep the Last Months"),
         tr("Keep the last %n months and the present one?\n\nWhat is older is taken out now and after "
            "each synchronisation. The service does not give every older month again.",
            nullptr, months),
         tr("&Take Out")},
        [this, months] { retain(months); });
}

void ManageData::retain(std::optional<int> months)
{
    const auto set = m_upkeep.setRetainedMonths(months);
    showRetention();
    if (!set)
        return tellError(set.error());
    begin(tr("Taking out older months…"));
    m_upkeep.retain(this, then<core::Removed>([this, months](const core::Removed &removed) {
                        return months ? tr("Records taken out: %1").arg(locale().toString(removed.rows))
                                      : tr("Everything is kept from now on.");
                    }));
}

void ManageData::compact()
{
    begin(tr("Compacting…"));
    m_upkeep.compact(this, then<core::Room>([this](const core::Room &room) {
                         return room.after < room.before
                                    ? tr("%1 given back: %2 on disk now.")
                                          .arg(bytes(room.before - room.after), bytes(room.after))
                                    : tr("There was nothing to give back.");
                     }));
}

void ManageData::askWhomToForget()
{
    m_workspace.customers(this, [this](const core::Result<std::vector<sync::CustomerEntry>> &customers) {
        if (!customers)
            return tellError(customers.error());
        auto *dialog = new ForgetCustomer(*customers, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ForgetCustomer::confirmed, this, &ManageData::forget);
        dialog->open();
    });
}

void ManageData::forget(const QString &id, const QString &name)
{
    begin(tr("Forgetting %1…").arg(name));
    m_upkeep.forget(id, this, then<core::Forgotten>([this, name](const core::Forgotten &gone) {
                        return tr("%1 is forgotten. Records taken out: %2")
                            .arg(name, locale().toString(gone.removed.rows));
                    }));
}

void ManageData::exportAs(core::FolderFormat format)
{
    parts::prompts::askFolder(
        this, {tr("Export Into"), documentsFolder()}, [this, format](const QString &folder) {
            begin(tr("Exporting…"));
            m_upkeep.exportTo(
                QDir(folder).filePath(folderName(m_name, m_upkeep.today())), format, m_name, this,
                then<core::FolderSummary>([this](const core::FolderSummary &made) {
                    return tr("%1 in %2").arg(bytes(made.bytes), QDir::toNativeSeparators(made.folder));
                }));
        });
}

void ManageData::askWhatToImport()
{
    parts::prompts::askFolder(
        this, {tr("Import the Folder"), documentsFolder()}, [this](const QString &folder) {
            if (m_size && m_size->isEmpty())
                return import(folder);
            parts::prompts::ask(
                this,
                {tr("Replace What Is Kept"),
                 tr("Put the store of this folder in the place of what is kept of “%1” now?\n\n%2\n\nWhat is "
                    "kept now is deleted once the folder is read whole.")
                     .arg(m_name, QDir::toNativeSeparators(folder)),
                 tr("&Replace")},
                [this, folder] { import(folder); });
        });
}

void ManageData::import(const QString &folder)
{
    begin(tr("Importing…"));
    m_upkeep.importFrom(folder, this, then<core::FolderSummary>([this](const core::FolderSummary &read) {
                            return tr("Imported what “%1” held on %2.")
                                .arg(read.account, models::instantLabel(locale(), read.madeAt));
                        }));
}

} // namespace spendglass::dialogs
