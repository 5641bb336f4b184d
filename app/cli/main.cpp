// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/coredumps.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/logging.h"
#include "cli/options.h"
#include "cli/output.h"

#include <QCoreApplication>
#include <QLocale>

#include <csignal>

using namespace spendglass;
using namespace spendglass::cli;

namespace {

int runInLoop(Command &command, QCoreApplication &application)
{
    const Interrupt interrupt(command.interruptedCode());
    QObject::connect(&interrupt, &Interrupt::interrupted, &command, &Command::interrupt);
    // Queued: a command may end before the loop has begun.
    QObject::connect(&command, &Command::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    command.start();
    return application.exec();
}

int run(const CommandLine &line, Output &output, QCoreApplication &application)
{
    const Arguments &arguments = line.arguments;
    if (arguments.has("version")) {
        output.write(QByteArrayLiteral("spendglass-cli " SPENDGLASS_VERSION "\n"));
        return Done;
    }
    if (arguments.has("help")) {
        output.write(helpText(line.command, commands()).toUtf8());
        return Done;
    }
    const auto logging = startLogging(arguments.value("log-level"), arguments.value("log-file"));
    if (!logging)
        return output.fail(logging.error());
    if (line.command->run)
        return line.command->run(arguments, output);
    const std::unique_ptr<Command> command = line.command->make(arguments, output);
    return runInLoop(*command, application);
}

} // namespace

int main(int argc, char **argv)
{
    core::disableCoreDumps();
#ifdef Q_OS_UNIX
    std::signal(SIGPIPE, SIG_IGN); // a reader that went away is an error of write()
#endif
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("spendglass-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SPENDGLASS_VERSION));
    QLocale::setDefault(QLocale::c());
    const QStringList words = QCoreApplication::arguments().mid(1);
    Output output(words.contains(QLatin1String("--json")));
    const auto line = parseCommandLine(words, commands());
    const int code = line ? run(*line, output, application) : output.fail(wrongUsage(line.error()));
    return output.finish(code);
}
