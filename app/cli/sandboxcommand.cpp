// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "sandbox/host.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

namespace spendglass::cli {
namespace {

/// A switch or word of the sandbox that is not a number: how it changes the options.
core::Result<sandbox::Options> sandboxOptions(const Arguments &arguments)
{
    sandbox::Options options;
    core::Result<void> outcome;
    const auto number = [&](const char *name, auto &target, qint64 least, qint64 most) {
        const auto value = numberOption(arguments, name, qint64(target), least, most);
        if (value)
            target = static_cast<std::remove_reference_t<decltype(target)>>(*value);
        else if (outcome)
            outcome = core::fail(value.error());
    };
    number("port", options.port, 0, 65535);
    number("seed", options.seed, 0, std::numeric_limits<qint64>::max());
    number("customers", options.customers, 0, 1'000'000);
    number("days", options.days, 1, 36'500);
    number("rows-per-day", options.rowsPerDay, 0, 100'000'000);
    number("token-seconds", options.tokenSeconds, 1, 31'536'000);
    number("device-interval", options.deviceInterval, 0, 900);
    if (!outcome)
        return core::fail(outcome.error());
    options.faultFile = arguments.value("fault-file");
    if (arguments.has("today")) {
        options.today = core::parseDay(arguments.value("today").toStdString());
        if (!options.today)
            return core::fail(wrongUsage(
                QStringLiteral("--today %1: it is a day, YYYY-MM-DD").arg(arguments.value("today"))));
    }
    static const QStringList envelopes{QStringLiteral("value"), QStringLiteral("lower"),
                                       QStringLiteral("items"), QStringLiteral("array")};
    const auto envelope = wordOption(arguments, "envelope", envelopes.first(), envelopes);
    if (!envelope)
        return core::fail(envelope.error());
    options.envelope = sandbox::Options::Envelope(envelopes.indexOf(*envelope));
    static const QStringList paths{QStringLiteral("seed"), QStringLiteral("later"), QStringLiteral("both")};
    const auto path = wordOption(arguments, "analytics-path", paths.first(), paths);
    if (!path)
        return core::fail(path.error());
    options.analyticsPath = sandbox::Options::AnalyticsPath(paths.indexOf(*path));
    static const QStringList people{QStringLiteral("admin"), QStringLiteral("helpdesk"),
                                    QStringLiteral("single"), QStringLiteral("stranger"),
                                    QStringLiteral("refuse")};
    const auto person = wordOption(arguments, "sign-in-as", people.first(), people);
    if (!person)
        return core::fail(person.error());
    if (arguments.has("auto-sign-in") || arguments.has("sign-in-as"))
        options.signsInAs = *person;
    options.tenant = arguments.value("tenant");
    options.needsCrestToken = arguments.has("crest-needs-sa-token");
    options.acceptsAnyToken = arguments.has("any-token");
    options.hasNextLink = !arguments.has("no-next-link");
    options.hasByteOrderMark = !arguments.has("no-byte-order-mark");
    options.honoursDates = !arguments.has("ignore-dates");
    return options;
}

/// One line, so that a script can read it as soon as it is there.
QByteArray readyLine(const sandbox::Address &address)
{
    const QStringList accountOptions{QStringLiteral("--cloud"),     QStringLiteral("custom"),
                                     QStringLiteral("--api-url"),   address.apiUrl.toString(),
                                     QStringLiteral("--login-url"), address.loginUrl.toString(),
                                     QStringLiteral("--crest-url"), address.crestUrl.toString(),
                                     QStringLiteral("--resource"),  address.resource,
                                     QStringLiteral("--tenant"),    address.tenant,
                                     QStringLiteral("--client-id"), address.clientId,
                                     QStringLiteral("--crest-cid"), address.crestCid};
    const QJsonObject object{
        {QStringLiteral("apiUrl"), address.apiUrl.toString()},
        {QStringLiteral("loginUrl"), address.loginUrl.toString()},
        {QStringLiteral("crestUrl"), address.crestUrl.toString()},
        {QStringLiteral("resource"), address.resource},
        {QStringLiteral("tenant"), address.tenant},
        {QStringLiteral("clientId"), address.clientId},
        {QStringLiteral("crestCid"), address.crestCid},
        {QStringLiteral("token"), QString::fromLatin1(address.token)},
        {QStringLiteral("accountOptions"), QJsonArray::fromStringList(accountOptions)},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

/// Serves until it is stopped.
class Sandbox final : public Command
{
public:
    Sandbox(const Arguments &arguments, Output &output)
        : m_arguments(arguments)
        , m_output(output)
    {}

    void start() override
    {
        auto host = sandboxOptions(m_arguments).and_then(sandbox::Host::start);
        if (!host) {
            Q_EMIT finished(m_output.fail(host.error()));
            return;
        }
        m_host = std::move(*host);
        m_output.write(readyLine(m_host->address()));
        m_output.flush();
    }
    void interrupt() override { Q_EMIT finished(Done); }
    int interruptedCode() const override { return Done; }

private:
    const Arguments &m_arguments;
    Output &m_output;
    std::unique_ptr<sandbox::Host> m_host;
};

std::unique_ptr<Command> makeSandbox(const Arguments &arguments, Output &output)
{
    return std::make_unique<Sandbox>(arguments, output);
}

} // namespace

CommandSpec sandboxCommand()
{
    return {
        "sandbox",
        "",
        "runs the sample Partner Center on loopback until stopped",
        {{"port", "N", "listen there; 0 is any free port"},
         {"seed", "N", "the same seed and sizes give the same world"},
         {"customers", "N", "how many customers"},
         {"days", "N", "of usage, ending with yesterday"},
         {"rows-per-day", "N", "usage rows a day over all customers"},
         {"today", "D", "what the service takes for today, YYYY-MM-DD"},
         {"fault-file", "F", "faults to play, JSON"},
         {"token-seconds", "N", "how long a token is good"},
         {"tenant", "T", "the partner's tenant; default: one that the seed gives"},
         {"auto-sign-in", nullptr, "whoever asks is signed in as the admin agent, without a page"},
         {"sign-in-as", "P", "the same as admin, helpdesk, single (no second factor), stranger or refuse"},
         {"device-interval", "N", "seconds between two questions about a device code"},
         {"crest-needs-sa-token", nullptr, "CREST takes tokens of its own only"},
         {"any-token", nullptr, "every bearer token is good: for another sign-in service"},
         {"envelope", "E", "of analytics: value, lower, items or array"},
         {"analytics-path", "P", "where analytics is: seed, later (usage/azure) or both"},
         {"no-next-link", nullptr, "analytics without @nextLink"},
         {"no-byte-order-mark", nullptr, "bodies without a byte order mark"},
         {"ignore-dates", nullptr, "analytics ignores startDate and endDate"}},
        nullptr,
        makeSandbox};
}

} // namespace spendglass::cli
