// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments.h"

#include <algorithm>

namespace spendglass::cli {
namespace {

const Option *findOption(const std::vector<Option> &options, const QString &name)
{
    const auto found = std::find_if(options.begin(), options.end(), [&name](const Option &option) {
        return name == QLatin1String(option.name);
    });
    return found == options.end() ? nullptr : &*found;
}

/// Reads the words one by one. State: no command yet → first of two words → command.
class Reader
{
public:
    Reader(const QStringList &words, const std::vector<CommandSpec> &commands)
        : m_words(words)
        , m_commands(commands)
    {}

    tl::expected<CommandLine, QString> read()
    {
        while (m_error.isEmpty() && m_at < m_words.size())
            takeWord(m_words[m_at++]);
        if (m_error.isEmpty() && !m_line.command && !isAskedForHelp())
            m_error = m_first.isEmpty() ? QStringLiteral("no command given")
                                        : QStringLiteral("the command %1 needs one of: %2")
                                              .arg(m_first, secondWords().join(QStringLiteral(", ")));
        if (m_error.isEmpty() && m_line.command && !isAskedForHelp())
            checkOperands();
        if (!m_error.isEmpty())
            return tl::unexpected(m_error);
        return m_line;
    }

private:
    bool isAskedForHelp() const { return m_line.arguments.has("help") || m_line.arguments.has("version"); }

    void takeWord(const QString &word)
    {
        if (!m_isOperandsOnly && word == QLatin1String("--"))
            m_isOperandsOnly = true;
        else if (!m_isOperandsOnly && word.size() > 1 && word.startsWith(u'-'))
            takeOption(word);
        else if (!m_line.command)
            takeCommand(word);
        else
            m_line.arguments.addOperand(word);
    }

    void takeOption(const QString &word)
    {
        const QString dashed = word == QLatin1String("-h")   ? QStringLiteral("--help")
                               : word == QLatin1String("-v") ? QStringLiteral("--version")
                                                             : word;
        const QString name =
            dashed.startsWith(QLatin1String("--")) ? dashed.section(u'=', 0, 0).mid(2) : QString();
        const Option *option = findOption(globalOptions(), name);
        if (!option)
            option = m_line.command ? findOption(m_line.command->options, name) : early(name);
        const bool hasValue = dashed.contains(u'=');
        if (!option)
            m_error = QStringLiteral("unknown option %1").arg(word.section(u'=', 0, 0));
        else if (!option->value && hasValue)
            m_error = QStringLiteral("option --%1 takes no value").arg(name);
        else if (!option->value)
            m_line.arguments.add(name, QString());
        else if (hasValue)
            m_line.arguments.add(name, dashed.section(u'=', 1));
        else if (m_at == m_words.size() || m_words[m_at].startsWith(QLatin1String("--")))
            m_error = QStringLiteral("option --%1 needs a value: %2").arg(name, QLatin1String(option->value));
        else
            m_line.arguments.add(name, m_words[m_at++]);
    }

    /// An option that stands before its command: that one says later whether it knows it.
    const Option *early(const QString &name)
    {
        for (const CommandSpec &command : m_commands) {
            if (const Option *const option = findOption(command.options, name)) {
                m_early << name;
                return option;
            }
        }
        return nullptr;
    }

    void choose(const CommandSpec &command)
    {
        m_line.command = &command;
        for (const QString &name : m_early) {
            if (m_error.isEmpty() && !findOption(command.options, name))
                m_error = QStringLiteral("unknown option --%1").arg(name);
        }
    }

    void takeCommand(const QString &word)
    {
        const QString name = m_first.isEmpty() ? word : m_first + u' ' + word;
        for (const CommandSpec &command : m_commands) {
            if (name == QLatin1String(command.name))
                return choose(command);
        }
        if (m_first.isEmpty()) {
            m_first = word;
            if (!secondWords().isEmpty())
                return;
        }
        m_error = QStringLiteral("unknown command %1").arg(name);
    }

    QStringList secondWords() const
    {
        QStringList words;
        for (const CommandSpec &command : m_commands) {
            const QString name = QLatin1String(command.name);
            if (name.startsWith(m_first + u' '))
                words << name.mid(m_first.size() + 1);
        }
        return words;
    }

    void checkOperands()
    {
        const QStringList wanted =
            QString(QLatin1String(m_line.command->operands)).split(u' ', Qt::SkipEmptyParts);
        const auto needed = std::count_if(wanted.begin(), wanted.end(),
                                          [](const QString &word) { return !word.startsWith(u'['); });
        const QStringList &given = m_line.arguments.operands();
        if (given.size() > wanted.size())
            m_error = QStringLiteral("unexpected argument %1").arg(given[wanted.size()]);
        else if (given.size() < needed)
            m_error =
                QStringLiteral("%1 needs %2").arg(QLatin1String(m_line.command->name), wanted[given.size()]);
    }

    const QStringList &m_words;
    const std::vector<CommandSpec> &m_commands;
    qsizetype m_at = 0;
    QString m_first;     ///< first word of a command of two
    QStringList m_early; ///< options of commands, before the command
    bool m_isOperandsOnly = false;
    CommandLine m_line;
    QString m_error;
};

QString optionLines(const std::vector<Option> &options)
{
    QString text;
    for (const Option &option : options) {
        const QString left = QStringLiteral("  --%1%2")
                                 .arg(QLatin1String(option.name),
                                      option.value ? u' ' + QString(QLatin1String(option.value)) : QString());
        text += left.leftJustified(34) + u' ' + QString::fromUtf8(option.help) + u'\n';
    }
    return text;
}

} // namespace

QString Arguments::value(const char *name, const QString &fallback) const
{
    const auto found = m_options.constFind(QLatin1String(name));
    return found == m_options.constEnd() ? fallback : found->last();
}

QStringList Arguments::values(const char *name) const
{
    return m_options.value(QLatin1String(name));
}

QStringList Arguments::list(const char *name) const
{
    QStringList all;
    for (const QString &value : values(name)) {
        for (const QString &part : value.split(u',')) {
            if (!part.trimmed().isEmpty())
                all << part.trimmed();
        }
    }
    return all;
}

const std::vector<Option> &globalOptions()
{
    static const std::vector<Option> options{
        {"profile", "DIR", "everything this program keeps lies below DIR; also SPENDGLASS_PROFILE"},
        {"account", "NAME", "which account; may be left out when there is one"},
        {"json", nullptr, "results and errors as one JSON document; amounts are strings"},
        {"access-token-file", "FILE", "use this bearer token for this run; - reads standard input"},
        {"crest-token-file", "FILE", "use this SA_Token for the older service (CREST) for this run"},
        {"log-level", "LEVEL", "debug, info, warning or critical; logs never hold a secret"},
        {"log-file", "FILE", "write the log there instead of to standard error"},
        {"help", nullptr, "this text, or a command's options"},
        {"version", nullptr, "the program's version"},
    };
    return options;
}

tl::expected<CommandLine, QString> parseCommandLine(const QStringList &words,
                                                    const std::vector<CommandSpec> &commands)
{
    return Reader(words, commands).read();
}

QString helpText(const CommandSpec *command, const std::vector<CommandSpec> &commands)
{
    QString text;
    if (command) {
        const QString operands = QLatin1String(command->operands);
        text = QStringLiteral("Usage: spendglass-cli %1%2 [options]\n\n%3\n")
                   .arg(QLatin1String(command->name), operands.isEmpty() ? QString() : u' ' + operands,
                        QString::fromUtf8(command->help));
        if (!command->options.empty())
            text += QStringLiteral("\nOptions:\n") + optionLines(command->options);
    } else {
        text = QStringLiteral("Usage: spendglass-cli COMMAND [options]\n\nWhat every customer uses and "
                              "spends, from Partner Center.\n\nCommands:\n");
        for (const CommandSpec &each : commands)
            text += QStringLiteral("  %1 %2\n")
                        .arg(QString(QLatin1String(each.name)).leftJustified(30),
                             QString::fromUtf8(each.help).section(u'\n', 0, 0));
        text += QStringLiteral(
            "\nspendglass-cli COMMAND --help tells a command's options.\n"
            "Results go to standard output, messages to standard error. Exit codes: 0 done and complete,\n"
            "1 failed, 2 wrong usage, 3 done but incomplete, 4 sign-in needed or refused, 5 network,\n"
            "6 store, 7 file.\n");
    }
    return text + QStringLiteral("\nOptions of every command:\n") + optionLines(globalOptions());
}

} // namespace spendglass::cli
