// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace spendglass::cli {

class Command;
class Output;

/// One row of a command's options.
struct Option
{
    const char *name;  ///< without the dashes
    const char *value; ///< what its value is called in the help; null: a switch without one
    const char *help;
};

/// What a person typed after the command: options by name, and the rest in order.
class Arguments
{
public:
    bool has(const char *name) const { return m_options.contains(QLatin1String(name)); }
    QString value(const char *name, const QString &fallback = {}) const; ///< the last one given
    QStringList values(const char *name) const;                          ///< all, in order
    QStringList list(const char *name) const; ///< all, each split at commas, blanks and empty ones dropped
    const QStringList &operands() const { return m_operands; }
    QString operand(int index) const { return m_operands.value(index); }

    void add(const QString &name, const QString &value) { m_options[name] << value; }
    void addOperand(const QString &word) { m_operands << word; }

private:
    QHash<QString, QStringList> m_options;
    QStringList m_operands;
};

/// One row of the list of commands. Exactly one of run and make is set.
struct CommandSpec
{
    const char *name;     ///< one or two words: "sync", "account add"
    const char *operands; ///< as in the help: "NAME", "[NAME]", ""
    const char *help;
    std::vector<Option> options;
    /// Does all at once and answers with the exit code.
    int (*run)(const Arguments &, Output &) = nullptr;
    /// For what needs the event loop.
    std::unique_ptr<Command> (*make)(const Arguments &, Output &) = nullptr;
};

/// The options that may stand anywhere on the line.
const std::vector<Option> &globalOptions();

struct CommandLine
{
    const CommandSpec *command = nullptr; ///< null with --help or --version alone
    Arguments arguments;
};

/// Reads the words after the program's name. An error is one line that names the word at fault.
tl::expected<CommandLine, QString> parseCommandLine(const QStringList &words,
                                                    const std::vector<CommandSpec> &commands);

/// All commands, or one with its options.
QString helpText(const CommandSpec *command, const std::vector<CommandSpec> &commands);

} // namespace spendglass::cli
