// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "core/coredumps.h"
#include "core/logfilter.h"
#include "net/origin.h"
#include "auth/sessions.h"
#include "parts/theme.h"
#include "sandbox/host.h"
#include "settings/profile.h"
#include "showcase.h"
#include "sync/workspace.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDesktopServices>
#include <QDir>
#include <QLibraryInfo>
#include <QLoggingCategory>
#include <QTimer>
#include <QTranslator>

#include <cstdio>
#include <optional>

// The composition root: the only place that knows everybody.

using namespace spendglass;

namespace {

enum ExitCode
{
    Done = 0,
    Failed = 1,
    Usage = 2
};

int say(const QString &line, ExitCode code)
{
    std::fprintf(code == Done ? stdout : stderr, "%s\n", qPrintable(line));
    return code;
}

/// What was asked for on the command line, checked.
struct CommandLine
{
    QString profile, language, grabFile, page, logLevel;
    QSize size;
    std::optional<parts::Theme> theme;
    bool isDemo = false;
};

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral("What every customer uses and spends."));
    parser.addHelpOption();
    parser.addVersionOption();
    const auto add = [&parser](const char *name, const char *text, const char *value = nullptr) {
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(text),
                                            QString::fromLatin1(value)));
    };
    add("profile", "Keep everything below this folder.", "folder");
    add("demo", "Open the sample Partner Center without a question.");
    add("lang", "Language of the window, as de or pt_BR.", "code");
    add("theme", "system, light or dark.", "name");
    add("grab", "Paint the window to this PNG file and end.", "file");
    add("size", "Size of the window, as 1280x800.", "WxH");
    add("page", "welcome, portfolio, customer, filter or records; for pictures also sign-in and others.",
        "name");
    add("log-level", "debug, info, warning or critical.", "level");
}

std::optional<QSize> parseSize(const QString &text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
    const bool isSane =
        size.width() >= 320 && size.height() >= 240 && size.width() <= 16384 && size.height() <= 16384;
    return isSane ? std::optional(size) : std::nullopt;
}

/// The problem in one line, empty when there is none.
QString read(const QCommandLineParser &parser, CommandLine &line)
{
    const auto value = [&parser](const char *name) { return parser.value(QString::fromLatin1(name)); };
    line.profile = value("profile");
    line.language = value("lang");
    line.grabFile = value("grab");
    line.page = value("page");
    line.logLevel = value("log-level");
    line.isDemo = parser.isSet(QStringLiteral("demo"));
    if (parser.isSet(QStringLiteral("size"))) {
        const auto size = parseSize(value("size"));
        if (!size)
            return QStringLiteral("spendglass: --size wants WIDTHxHEIGHT, such as 1280x800");
        line.size = *size;
    }
    if (parser.isSet(QStringLiteral("theme"))) {
        line.theme = parts::themeFromName(value("theme"));
        if (!line.theme)
            return QStringLiteral("spendglass: --theme wants system, light or dark");
    }
    static const QStringList levels{QString(), QStringLiteral("debug"), QStringLiteral("info"),
                                    QStringLiteral("warning"), QStringLiteral("critical")};
    if (!levels.contains(line.logLevel))
        return QStringLiteral("spendglass: --log-level wants debug, info, warning or critical");
    if (!parser.positionalArguments().isEmpty())
        return QStringLiteral("spendglass: unexpected argument %1").arg(parser.positionalArguments().first());
    return {};
}

void setLogLevel(const QString &level)
{
    const QStringList order{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning")};
    QStringList rules;
    const qsizetype first = level.isEmpty()                      ? 2
                            : level == QLatin1String("critical") ? 3
                                                                 : order.indexOf(level);
    for (qsizetype i = 0; i < order.size(); ++i)
        rules << QStringLiteral("spendglass.*.%1=%2")
                     .arg(order[i], QLatin1String(i >= first ? "true" : "false"));
    QLoggingCategory::setFilterRules(rules.join(QLatin1Char('\n')));
    core::silenceToolkitLogs();
}

bool hasDisplay()
{
#if defined(Q_OS_LINUX)
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

/// The sample Partner Center and the workspace over it.
class Demo
{
public:
    /// isFixed: the world of one certain day, so that pictures are the same tomorrow.
    explicit Demo(QString profile, bool isFixed)
        : m_profile(std::move(profile))
        , m_isFixed(isFixed)
    {}

    void open(window::MainWindow &window, const QString &name = window::MainWindow::tr("Sample data"),
              bool isDemo = true)
    {
        sandbox::Options options;
        options.rowsPerDay = 600;
        if (m_isFixed)
            options.today = core::parseDay("2026-11-20");
        auto host = sandbox::Host::start(options);
        if (!host)
            return window.showError(host.error());
        m_host = std::move(*host);
        const QString folder = m_profile + (m_isFixed ? QStringLiteral("/picture") : QStringLiteral("/demo"));
        if (m_isFixed)
            QDir(folder).removeRecursively(); // made anew: a picture shows the same whatever was there
        window.setWorkspace(std::make_unique<sync::Workspace>(folder + QStringLiteral("/store.duckdb"),
                                                              connection(), clock()),
                            name, isDemo);
    }

private:
    /// The day of the picture and no other: "as of" is part of it.
    class FixedClock final : public core::SystemClock
    {
    public:
        core::Instant now() const override { return *core::parseDay("2026-11-20") + std::chrono::hours(9); }
    };

    std::shared_ptr<const core::Clock> clock() const
    {
        if (m_isFixed)
            return std::make_shared<FixedClock>();
        return std::make_shared<core::SystemClock>();
    }

    sync::Connection connection() const
    {
        const sandbox::Address address = m_host->address();
        sync::Connection connection;
        connection.apiUrl = address.apiUrl;
        connection.crestUrl = address.crestUrl;
        connection.crestCid = address.crestCid;
        connection.authorize = net::authorizerOf([host = m_host,
                                                  address](const QUrl &url) -> core::Result<QByteArray> {
            if (net::isSameOrigin(url, address.apiUrl) || net::isSameOrigin(url, address.crestUrl))
                return host->freshToken();
            return core::fail(core::ErrorKind::Unauthorised, QStringLiteral("no token for another origin"));
        });
        return connection;
    }

    QString m_profile;
    bool m_isFixed;
    std::shared_ptr<sandbox::Host> m_host;
};

/// Paints the window once everything asked for is on it, and ends.
void grabWhenSettled(window::MainWindow &window, const QString &file)
{
    auto *quiet = new QTimer(&window);
    quiet->setSingleShot(true);
    quiet->setInterval(400); // a menu or an editor that just opened asks its own questions
    QObject::connect(&window, &window::MainWindow::settled, quiet, qOverload<>(&QTimer::start));
    QObject::connect(quiet, &QTimer::timeout, &window, [&window, file] {
        if (!window.isSettled())
            return;
        const bool isSaved = showcase::picture(window).save(file, "PNG");
        if (!isSaved)
            say(QStringLiteral("spendglass: cannot write %1").arg(file), Failed);
        QCoreApplication::exit(isSaved ? Done : Failed);
    });
}

void loadTranslations(QApplication &application, const QString &language)
{
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    for (const auto &[name, folder] :
         {std::pair{QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)},
          std::pair{QStringLiteral("spendglass"), QStringLiteral(":/i18n")}}) {
        auto *translator = new QTranslator(&application);
        if (translator->load(locale, name, QStringLiteral("_"), folder))
            QCoreApplication::installTranslator(translator);
    }
    if (!language.isEmpty())
        QGuiApplication::setLayoutDirection(locale.textDirection());
}

int runWindow(QApplication &application, const CommandLine &line)
{
    const auto profile = settings::profileFolder(line.profile);
    if (!profile)
        return say(QStringLiteral("spendglass: %1: %2").arg(profile.error().where, profile.error().text),
                   Failed);
    const bool isGrab = !line.grabFile.isEmpty();
    Demo demo(*profile, isGrab);
    // Pictures neither use nor leave traces of an earlier window.
    window::MainWindow window(isGrab ? QString() : *profile + QStringLiteral("/window.ini"));
    QObject::connect(&window, &window::MainWindow::demoRequested, &window, [&] { demo.open(window); });
    window.setAccounts({std::make_shared<auth::Sessions>(*profile, auth::systemSessionParts()),
                        std::make_shared<core::SystemClock>(), &QDesktopServices::openUrl});
    window.setViews(query::ViewFolder::ofProfile(isGrab ? *profile + QStringLiteral("/picture") : *profile));
    if (line.theme || isGrab)
        window.setTheme(line.theme.value_or(parts::Theme::Light));
    if (line.size.isValid())
        window.resize(line.size);
    const bool isShown = isGrab && showcase::knows(line.page);
    if (!line.page.isEmpty() && !isShown && !window.showPage(line.page))
        return say(QStringLiteral("spendglass: --page does not know %1").arg(line.page), Usage);
    window.show();
    if (isGrab)
        grabWhenSettled(window, line.grabFile);
    if (isShown && showcase::wantsData(line.page))
        demo.open(window, QStringLiteral("Contoso CSP"), false);
    if (isShown)
        showcase::show(line.page, window);
    if (line.isDemo && line.page != QLatin1String("welcome"))
        demo.open(window);
    else if (!isGrab && line.page.isEmpty())
        window.openLastAccount();
    else if (isGrab)
        QTimer::singleShot(0, &window, &window::MainWindow::settled);
    return application.exec();
}

} // namespace

int main(int argc, char **argv)
{
    core::disableCoreDumps();
    QCommandLineParser parser;
    addOptions(parser);
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    // All of this is decided before a display is asked for.
    CommandLine line;
    const bool isParsed = parser.parse(arguments);
    if (!isParsed)
        return say(QStringLiteral("spendglass: %1").arg(parser.errorText()), Usage);
    if (parser.isSet(QStringLiteral("version")))
        return say(QStringLiteral("spendglass %1").arg(QStringLiteral(SPENDGLASS_VERSION)), Done);
    if (parser.isSet(QStringLiteral("help"))) {
        QCoreApplication::setApplicationName(QStringLiteral("spendglass"));
        return say(parser.helpText().trimmed(), Done);
    }
    if (const QString problem = read(parser, line); !problem.isEmpty())
        return say(problem, Usage);
    if (!hasDisplay())
        return say(
            QStringLiteral(
                "spendglass: there is no display here; spendglass-cli does the same work without one."),
            Failed);
    setLogLevel(line.logLevel);
    QCoreApplication::setApplicationName(QStringLiteral("spendglass"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SPENDGLASS_VERSION));
    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("spendglass"));
    if (!line.language.isEmpty())
        QLocale::setDefault(QLocale(line.language));
    loadTranslations(application, line.language);
    return runWindow(application, line);
}
