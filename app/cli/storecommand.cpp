// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/sizereport.h"
#include "cli/storerun.h"

#include <QDir>
#include <QFileInfo>

namespace spendglass::cli {
namespace {

using sync::Housekeeping;

/// Work on the account's store. States: opening → working → ended.
class UpkeepRun : public StoreRun
{
public:
    using StoreRun::StoreRun;

    /// What had not begun stays as it was; what runs comes to an orderly end.
    void interrupt() override
    {
        if (m_upkeep && m_upkeep->isBusy())
            m_upkeep->stop();
        else
            StoreRun::interrupt();
    }

protected:
    std::optional<int> prepare() override { return {}; }
    void ask(sync::Workspace &workspace) final
    {
        m_upkeep = &workspace.housekeeping();
        work();
    }
    virtual void work() = 0;
    Housekeeping &upkeep() { return *m_upkeep; }

    /// What comes back is printed by print, or is an error.
    template <class T, class Print>
    Housekeeping::Then<T> then(Print print)
    {
        return [this, print](const core::Result<T> &result) {
            Q_EMIT finished(result ? print(*result) : m_output.fail(result.error()));
        };
    }
    int tell(const QJsonObject &document, const QString &sentence)
    {
        if (m_output.isJson())
            m_output.write(document);
        else
            m_output.say(sentence);
        return Done;
    }

private:
    Housekeeping *m_upkeep = nullptr;
};

class ShowRun final : public UpkeepRun
{
public:
    using UpkeepRun::UpkeepRun;

protected:
    void work() override
    {
        upkeep().size(this, then<core::StoreSize>([this](const core::StoreSize &size) {
                          QJsonObject document = sizeObject(size);
                          const auto months = upkeep().retainedMonths();
                          document[QStringLiteral("retainedMonths")] =
                              months ? QJsonValue(*months) : QJsonValue();
                          if (m_output.isJson())
                              m_output.write(document);
                          else
                              m_output.write((sizeText(size) + retentionText(months) + u'\n').toUtf8());
                          return Done;
                      }));
    }
};

class CompactRun final : public UpkeepRun
{
public:
    using UpkeepRun::UpkeepRun;

protected:
    void work() override
    {
        upkeep().compact(this, then<core::Room>([this](const core::Room &room) {
                             return tell(roomObject(room), QStringLiteral("compacted: ") + roomText(room));
                         }));
    }
};

class ForgetRun final : public UpkeepRun
{
public:
    using UpkeepRun::UpkeepRun;

protected:
    void work() override
    {
        const auto print = [this](const core::Forgotten &gone) {
            QJsonObject document = removedObject(gone.removed);
            const QJsonObject room = roomObject(gone.room);
            for (auto member = room.begin(); member != room.end(); ++member)
                document[member.key()] = member.value();
            return tell(document,
                        QStringLiteral("forgot %1: %2; compacted: %3")
                            .arg(m_arguments.operand(0), removedText(gone.removed), roomText(gone.room)));
        };
        upkeep().forget(m_arguments.operand(0), this, then<core::Forgotten>(print));
    }
};

class RetentionRun final : public UpkeepRun
{
public:
    using UpkeepRun::UpkeepRun;

protected:
    std::optional<int> prepare() override
    {
        const QString word = m_arguments.operand(0);
        const auto range = settings::rangeOf(settings::Setting::RetainedMonths);
        bool isNumber = true;
        m_months = word.isEmpty() || word == QLatin1String("all") ? 0 : word.toInt(&isNumber);
        const bool isAll = m_months == 0 && word != QLatin1String("0");
        if (isNumber && (isAll || (m_months > 0 && m_months <= range.most)))
            return {};
        return m_output.fail(
            wrongUsage(QStringLiteral("store retention %1: it is a number of months up to %2, or all")
                           .arg(word)
                           .arg(range.most)));
    }

    void work() override
    {
        if (m_arguments.operands().isEmpty()) {
            Q_EMIT finished(print({}));
            return;
        }
        const auto set = upkeep().setRetainedMonths(m_months > 0 ? std::optional(m_months) : std::nullopt);
        if (!set)
            Q_EMIT finished(m_output.fail(set.error()));
        else
            upkeep().retain(
                this, then<core::Removed>([this](const core::Removed &removed) { return print(removed); }));
    }

private:
    int print(const core::Removed &removed)
    {
        const auto months = upkeep().retainedMonths();
        const auto day = upkeep().keptFrom();
        QJsonObject document = removedObject(removed);
        document[QStringLiteral("retainedMonths")] = months ? QJsonValue(*months) : QJsonValue();
        document[QStringLiteral("keptFrom")] = day ? QJsonValue(core::dayText(*day)) : QJsonValue();
        if (m_output.isJson())
            return tell(document, {});
        m_output.write((retentionText(months) +
                        (day ? QStringLiteral(", from %1 on").arg(core::dayText(*day)) : QString()) + u'\n')
                           .toUtf8());
        if (!m_arguments.operands().isEmpty())
            m_output.say(QStringLiteral("taken out: ") + removedText(removed));
        return Done;
    }

    int m_months = 0;
};

class ExportFolderRun final : public UpkeepRun
{
public:
    using UpkeepRun::UpkeepRun;

protected:
    std::optional<int> prepare() override
    {
        const auto format = wordOption(m_arguments, "format", QStringLiteral("parquet"),
                                       {QStringLiteral("parquet"), QStringLiteral("csv")});
        if (!format)
            return m_output.fail(format.error());
        m_format = *format == QLatin1String("csv") ? core::FolderFormat::Csv : core::FolderFormat::Parquet;
        const auto account = chosenAccount(m_arguments);
        if (!account)
            return m_output.fail(account.error());
        m_account = account->name;
        return {};
    }

    void work() override
    {
        upkeep().exportTo(m_arguments.operand(0), m_format, m_account, this,
                          then<core::FolderSummary>([this](const core::FolderSummary &made) {
                              return tell(folderObject(made), QStringLiteral("exported ") + folderText(made));
                          }));
    }

private:
    core::FolderFormat m_format = core::FolderFormat::Parquet;
    QString m_account;
};

/// A store that holds something is replaced only when the line says so.
class ImportFolderRun final : public UpkeepRun
{
public:
    using UpkeepRun::UpkeepRun;

protected:
    void work() override
    {
        upkeep().size(this, [this](const core::Result<core::StoreSize> &size) {
            if (!size)
                Q_EMIT finished(m_output.fail(size.error()));
            else if (!size->isEmpty() && !m_arguments.has("replace"))
                Q_EMIT finished(m_output.fail(wrongUsage(QStringLiteral(
                    "the account's store is not empty; --replace puts the imported one in its place"))));
            else
                import();
        });
    }

private:
    void import()
    {
        upkeep().importFrom(
            m_arguments.operand(0), this, then<core::FolderSummary>([this](const core::FolderSummary &read) {
                return tell(folderObject(read), QStringLiteral("imported ") + folderText(read));
            }));
    }
};

template <class Run>
std::unique_ptr<Command> make(const Arguments &arguments, Output &output)
{
    return std::make_unique<Run>(arguments, output);
}

} // namespace

std::vector<CommandSpec> storeCommands()
{
    return {
        {"store show", "", "what the account's store takes and holds", {}, nullptr, make<ShowRun>},
        {"store compact", "", "gives the room of deleted rows back", {}, nullptr, make<CompactRun>},
        {"store forget",
         "CUSTOMER",
         "takes out every row and every name of a customer (id or name), and compacts",
         {},
         nullptr,
         make<ForgetRun>},
        {"store retention",
         "[MONTHS|all]",
         "keeps that many whole months before the present one, now and after each sync; without it: what is "
         "set",
         {},
         nullptr,
         make<RetentionRun>},
        {"store export",
         "FOLDER",
         "writes the whole store as files that other programs read",
         {{"format", "FORMAT", "parquet (default) or csv"}},
         nullptr,
         make<ExportFolderRun>},
        {"store import",
         "FOLDER",
         "makes the account's store out of an exported folder",
         {{"replace", nullptr, "put it in the place of what the store holds"}},
         nullptr,
         make<ImportFolderRun>},
    };
}

} // namespace spendglass::cli
