// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include "../sandbox/client.h"
#include "support/testmain.h"

#include <QSet>
#include <QStandardPaths>

using namespace spendglass;

/// Every interface of "request" against a running service: columns, sums, the explained call, and how it
/// ends.
class TestInterfaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void everyInterface_data();
    void everyInterface();
    void costsAgree();
    void showsNoEndThatIsNone();
    void crestShowsInstanceData();
    void readsCompressedAnswers();
    void finishesTheFilterHere_data();
    void finishesTheFilterHere();
    void customersAreFound_data();
    void customersAreFound();
    void explainsWhatIsSent_data();
    void explainsWhatIsSent();
    void endsAsItShould_data();
    void endsAsItShould();
    void cloudsLackInterfaces_data();
    void cloudsLackInterfaces();
    void crestIsOffUnlessSwitchedOn();
    void showsAnAccountsInterfaces();
    void closedCloudIsAdded();
    void syncSaysWhatACloudLacks();

private:
    Outcome run(const QStringList &line, const char *account = "sample") const
    {
        return m_program.run(line + m_program.signedIn("", account));
    }
    Outcome run(const char *line) const { return run(filled(line)); }
    /// The words with the world's ids in place of {names}.
    QStringList filled(const char *line) const;
    /// The rows of a request as JSON.
    QJsonArray rows(const char *line) const
    {
        return run((QByteArray(line) + " --json").constData()).json()[QStringLiteral("rows")].toArray();
    }
    static core::Decimal sum(const QJsonArray &rows, const QString &member);

    Program m_program;
    std::unique_ptr<sandbox::Host> m_host;
    std::unique_ptr<test::Client> m_client;
    QMap<QString, QString> m_ids;
};

QStringList TestInterfaces::filled(const char *line) const
{
    QStringList all = words(line);
    for (QString &word : all)
        for (auto id = m_ids.begin(); id != m_ids.end(); ++id)
            word.replace(u'{' + id.key() + u'}', id.value());
    return all;
}

core::Decimal TestInterfaces::sum(const QJsonArray &rows, const QString &member)
{
    core::Decimal total;
    for (const QJsonValue &row : rows) {
        const auto part = core::Decimal::parse(row[member].toString().toStdString());
        total = total.plus(part ? part->value : core::Decimal()).value_or(total);
    }
    return total;
}

void TestInterfaces::initTestCase()
{
    sandbox::Options options;
    options.customers = 24;
    options.days = 40;
    options.rowsPerDay = 200;
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    m_host = std::move(*host);
    m_client = std::make_unique<test::Client>(m_host->address());
    QVERIFY(m_program.addAccount(QStringLiteral("sample"), m_host->address()));
    const auto find = [&](const QString &kind, const QString &currency) {
        for (const QJsonValue &record : rows("request spend")) {
            m_ids[kind] = record[QStringLiteral("resourceId")].toString();
            if (record[currency].toString().isEmpty() ||
                record[QStringLiteral("totalCost")] == QLatin1String("0"))
                continue;
            const QByteArray line = "request subscription-spend --customer " + m_ids[kind].toUtf8();
            for (const QJsonValue &own : rows(line.constData())) {
                m_ids[kind + QStringLiteral("-sub")] = own[QStringLiteral("resourceId")].toString();
                if (!own[currency].toString().isEmpty())
                    return true;
            }
        }
        return false;
    };
    QVERIFY(find(QStringLiteral("legacy"), QStringLiteral("currencyLocale")));
    QVERIFY(find(QStringLiteral("plan"), QStringLiteral("currencyCode")));
    for (const QJsonValue &one : rows("request customers")) {
        const QString id = one[QStringLiteral("id")].toString();
        if (rows(("request subscriptions --customer " + id.toUtf8()).constData()).isEmpty())
            m_ids[QStringLiteral("nobody")] = id;
    }
    QVERIFY(m_ids.contains(QStringLiteral("nobody")));
    m_ids[QStringLiteral("cid")] =
        rows("request crest-customer --customer {legacy}")[0][QStringLiteral("id")].toString();
    m_ids[QStringLiteral("entitlement")] =
        rows("request crest-entitlements --customer-cid {cid}")[0][QStringLiteral("id")].toString();
    m_ids[QStringLiteral("azure")] =
        rows(
            "request azure-entitlements --customer {plan} --subscription {plan-sub}")[0][QStringLiteral("id")]
            .toString();
}

void TestInterfaces::init()
{
    QCOMPARE(m_client->send("DELETE", "/sandbox/faults").status, 200);
}

void TestInterfaces::everyInterface_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("least"); ///< rows
    const auto row = [](const char *line, const char *header, int least = 1) {
        QTest::newRow(line) << QByteArray(line) << QByteArray(header) << least;
    };
    row("analytics --top 3", "customerTenantId,customerName,subscriptionId", 3);
    row("utilization --customer {legacy} --subscription {legacy-sub}",
        "usageStartTime,usageEndTime,resource.id");
    row("summary", "resourceId,resourceName,billingStartDate,billingEndDate,totalCost");
    row("spend", "resourceId,resourceName,budget.amount,percentUsed", 20);
    row("crest --entitlement {entitlement}", "entitlement_id,usage_start_time");
    row("customers", "id,companyProfile.companyName,companyProfile.domain", 24);
    row("customers --customer {plan}", "id,companyProfile.companyName,companyProfile.domain");
    row("subscriptions --customer {legacy}", "id,offerId,entitlementId,offerName");
    row("subscriptions --customer {nobody}", "id,offerId,entitlementId,offerName", 0);
    row("customer-summary --customer {plan}",
        "resourceId,resourceName,budget.amount,budget.usageSpendingBudget,billing");
    row("customer-summary --customer {legacy}", "resourceId,resourceName,budget.amount");
    row("subscription-summary --customer {plan} --subscription {plan-sub}",
        "resourceId,resourceName,billingStartDate");
    row("subscription-spend --customer {legacy}",
        "resourceId,resourceName,status,offerId,partnerOnRecord,totalCost");
    row("resource-spend --customer {plan} --subscription {plan-sub}",
        "subscriptionId,entitlementId,entitlementName");
    row("resource-spend --legacy --customer {legacy} --subscription {legacy-sub}",
        "id,name,category,subcategory");
    row("meter-spend --customer {plan} --subscription {plan-sub}",
        "subscriptionId,meterId,meterName,category");
    row("meter-spend --customer {legacy} --subscription {legacy-sub}", "subscriptionId,meterId,meterName");
    row("budget --customer {plan}", "amount,usageSpendingBudget\r\n");
    row("rate-card --currency eur --region de", "id,name,category,subcategory,region,unit,rates", 100);
    row("rate-card --shared --locale de-DE", "id,name,category,subcategory,region,unit,rates", 100);
    row("entitlements --customer {plan}", "entitlementType,productId,skuId,quantity", 0);
    row("azure-entitlements --customer {plan} --subscription {plan-sub}",
        "id,friendlyName,status,subscriptionId");
    row("azure-entitlements --customer {plan} --subscription {plan-sub} --entitlement {azure}",
        "id,friendlyName,status,subscriptionId");
    row("crest-customer", "id,identity.provider,identity.type,identity.data.tid");
    row("crest-customer --customer {legacy}", "id,identity.provider,identity.type");
    row("crest-entitlements --customer-cid {cid}", "id,billing_subscription_uri");
    row("crest-subscriptions --customer-cid {cid}", "id,order_id,offer_uri,etag,links.entitlement.href");
    row("crest-rate-card", "id,name,category,subcategory,region,unit,rates", 100);
}

void TestInterfaces::everyInterface()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, header);
    QFETCH(int, least);
    line.prepend("request ");
    const Outcome csv = run(line.constData());
    QVERIFY2(csv.code == 0, csv.err.constData());
    QVERIFY2(csv.out.startsWith(header), csv.out.constData());
    const Outcome json = run((line + " --json").constData());
    const QJsonArray found = json.json()[QStringLiteral("rows")].toArray();
    QVERIFY2(found.size() >= least, json.out.constData());
    QCOMPARE(json.json()[QStringLiteral("complete")].toBool(), true);
    QCOMPARE(json.json()[QStringLiteral("rowCount")].toInt(), int(found.size()));
    // The same columns in each form; amounts as text with all their digits.
    QByteArrayList columns;
    for (const QJsonValue &column : json.json()[QStringLiteral("columns")].toArray())
        columns << column[QStringLiteral("id")].toString().toUtf8();
    QCOMPARE(csv.out.left(csv.out.indexOf("\r\n")), columns.join(','));
    for (const QJsonValue &row : found)
        for (const QString &name : row.toObject().keys())
            QVERIFY2(!row[name].isDouble() || name.startsWith(QLatin1String("customers")), qPrintable(name));
    const Outcome table = run((line + " --format table").constData());
    QCOMPARE(table.code, 0);
    QCOMPARE(table.out.count('\n'), found.size() + 2);
}

void TestInterfaces::costsAgree()
{
    for (const char *const kind : {"plan", "legacy"}) {
        const auto of = [kind](const char *line) {
            return QByteArray("request ").append(line).replace("KIND", kind);
        };
        const QString cost = QStringLiteral("totalCost");
        const QJsonArray subscriptions = rows(of("subscription-spend --customer {KIND}").constData());
        QJsonValue customer, own;
        for (const QJsonValue &record : rows("request spend"))
            if (record[QStringLiteral("resourceId")].toString() == m_ids[QString::fromLatin1(kind)])
                customer = record;
        for (const QJsonValue &record : subscriptions)
            if (record[QStringLiteral("resourceId")].toString() ==
                m_ids[QLatin1String(kind) + QStringLiteral("-sub")])
                own = record;
        QCOMPARE(sum(subscriptions, cost).toString(), customer[cost].toString());
        QCOMPARE(rows(of("customer-summary --customer {KIND}").constData())[0][cost], customer[cost]);
        const QByteArray below = of(" --customer {KIND} --subscription {KIND-sub}").mid(8);
        QCOMPARE(rows(("request subscription-summary" + below).constData())[0][cost], own[cost]);
        QCOMPARE(sum(rows(("request meter-spend" + below).constData()), cost).toString(),
                 own[cost].toString());
        QCOMPARE(sum(rows(("request resource-spend" + below).constData()), cost).toString(),
                 own[cost].toString());
    }
}

/// The service writes "open ended" as a day of the year 9999.
void TestInterfaces::showsNoEndThatIsNone()
{
    const QJsonArray found = rows("request subscriptions --customer {legacy}");
    QVERIFY(!found.isEmpty());
    for (const QJsonValue &row : found) {
        QVERIFY(!row[QStringLiteral("creationDate")].toString().isEmpty());
        QVERIFY(row[QStringLiteral("commitmentEndDate")].toString().isEmpty());
    }
}

void TestInterfaces::crestShowsInstanceData()
{
    QSet<QString> filled;
    for (const QJsonValue &row : rows("request crest --entitlement {entitlement}"))
        for (const QString &name : row.toObject().keys())
            if (name.startsWith(QLatin1String("instance_data.")) && !row[name].toString().isEmpty())
                filled << name;
    QVERIFY(filled.contains(QStringLiteral("instance_data.resourceUri")));
    QVERIFY(filled.contains(QStringLiteral("instance_data.location")));
    QVERIFY(filled.contains(QStringLiteral("instance_data.tags")));
}

void TestInterfaces::readsCompressedAnswers()
{
    const Outcome plain = run("request rate-card");
    QCOMPARE(m_client->send("POST", "/sandbox/faults", {}, R"([{"action":"gzip"}])").status, 200);
    const Outcome packed = run("request rate-card");
    QCOMPARE(packed.code, 0);
    QCOMPARE(packed.out, plain.out);
}

void TestInterfaces::finishesTheFilterHere_data()
{
    QTest::addColumn<int>("refusals");
    for (const int refusals : {0, 1})
        QTest::addRow("%d refused", refusals) << refusals;
}

/// Whatever of a filter the service takes: the rows are those that all rows hold.
void TestInterfaces::finishesTheFilterHere()
{
    QFETCH(int, refusals);
    qint64 wanted = 0;
    for (const QJsonValue &row : rows("request analytics")) {
        const bool isStorage = row[QStringLiteral("meterCategory")].toString() == QLatin1String("Storage");
        wanted +=
            isStorage && row[QStringLiteral("customerName")].toString().contains(u'a', Qt::CaseInsensitive);
    }
    QVERIFY(wanted > 0);
    const QByteArray fault = R"([{"status":400,"body":"{\"code\":2000,\"description\":\"no\"}","times":)" +
                             QByteArray::number(refusals) + "}]";
    if (refusals > 0)
        QCOMPARE(m_client->send("POST", "/sandbox/faults", {}, fault).status, 200);
    const Outcome outcome = run(QStringList{
        QStringLiteral("request"), QStringLiteral("analytics"), QStringLiteral("--json"),
        QStringLiteral("--where"),
        QStringLiteral(
            "meterCategory = \"storage\" and customer contains \"a\" and date <= \"2099-01-01\"")});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.json()[QStringLiteral("rows")].toArray().size(), wanted);
    QCOMPARE(outcome.err.count("the service refused the filter"), refusals);
}

void TestInterfaces::customersAreFound_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("isFound");
    const auto row = [](const char *name, const QStringList &options, int code = 0, bool isFound = true) {
        QTest::newRow(name) << options << code << isFound;
    };
    const QString value = QStringLiteral("--filter-value"), name = QStringLiteral("NAME");
    row("search", {QStringLiteral("--search"), QStringLiteral("START")});
    row("filter", {value, QStringLiteral("START")});
    row("equals", {value, name, QStringLiteral("--filter-operator"), QStringLiteral("equals")});
    row("by domain",
        {value, QStringLiteral("DOMAIN"), QStringLiteral("--filter-field"), QStringLiteral("domain")});
    row("by reseller", {value, name, QStringLiteral("--filter-field"), QStringLiteral("IndirectReseller")}, 0,
        false);
    row("no value", {QStringLiteral("--filter-field"), QStringLiteral("Domain")}, 2, false);
    row("both", {QStringLiteral("--search"), name, value, name}, 2, false);
    row("search of one", {QStringLiteral("--search"), name, QStringLiteral("--customer"), name}, 2, false);
    row("no such field", {value, name, QStringLiteral("--filter-field"), QStringLiteral("Name")}, 2, false);
    row("empty", {QStringLiteral("--search"), QString()}, 2, false);
}

void TestInterfaces::customersAreFound()
{
    QFETCH(QStringList, options);
    QFETCH(int, code);
    QFETCH(bool, isFound);
    // Names with quotes, backslashes and other scripts go through JSON and an address.
    for (const QJsonValue &one : rows("request customers")) {
        const QString name = one[QStringLiteral("companyProfile.companyName")].toString();
        QStringList line = words("request customers --json") + options;
        line.replaceInStrings(QStringLiteral("NAME"), name);
        line.replaceInStrings(QStringLiteral("START"), name.left(5));
        line.replaceInStrings(QStringLiteral("DOMAIN"),
                              one[QStringLiteral("companyProfile.domain")].toString());
        const Outcome outcome = run(line);
        QVERIFY2(outcome.code == code, outcome.err.constData());
        bool isThere = false;
        for (const QJsonValue &found : outcome.json()[QStringLiteral("rows")].toArray())
            isThere = isThere || found[QStringLiteral("id")] == one[QStringLiteral("id")];
        QVERIFY2(isThere == isFound, qPrintable(name));
    }
}

void TestInterfaces::explainsWhatIsSent_data()
{
    QTest::addColumn<QStringList>("line");
    const auto row = [](const char *line, const QStringList &more = {}) {
        QTest::newRow(line) << words(line) + more;
    };
    row("request analytics --top 2 --filter",
        {QStringLiteral("customerName eq 'O''Brien & \"Sons\" $HOME `id`' or meterUnit ne '10,000s'")});
    row("request analytics --group-by usageDate,meterUnit --aggregation-level month");
    row("request utilization --customer {legacy} --subscription {legacy-sub} --show-details false --size 5");
    row("request summary");
    row("request spend");
    row("request crest --entitlement {entitlement} --count 7");
    row("request customers --search", {QStringLiteral("a\"b'c\\d €")});
    row("request rate-card --currency EUR --region DE --locale de-DE");
    row("request crest-subscriptions --customer-cid {cid}");
}

void TestInterfaces::explainsWhatIsSent()
{
    QFETCH(QStringList, line);
    const QString curl = QStandardPaths::findExecutable(QStringLiteral("curl"));
    if (curl.isEmpty())
        QSKIP("curl is not installed");
    line = filled(line.join(QChar(0x1f)).toUtf8().constData()).join(u' ').split(QChar(0x1f));
    const auto lastSent = [&] {
        const QByteArray log = m_client->get("/sandbox/requests").body;
        return QJsonDocument::fromJson(log)[QStringLiteral("last")].toArray();
    };
    m_client->send("DELETE", "/sandbox/requests");
    const Outcome explained = run(line + words("--explain --json"));
    QCOMPARE(explained.code, 0);
    QVERIFY(lastSent().isEmpty());
    QVERIFY(!explained.out.contains(m_host->address().token));

    QVERIFY(run(line).code == 0);
    const QJsonObject ours = lastSent()[0].toObject();
    QCOMPARE(m_host->address().apiUrl.toString() + ours[QStringLiteral("target")].toString(),
             explained.json()[QStringLiteral("url")].toString());
    const QJsonObject headers = ours[QStringLiteral("headers")].toObject();
    QStringList named;
    for (const QJsonValue &text : explained.json()[QStringLiteral("headers")].toArray()) {
        const QString name = text.toString().section(u':', 0, 0).toLower();
        named << name;
        if (!text.toString().contains(u'('))
            QCOMPARE(text.toString().section(u':', 1).trimmed(), headers[name].toString());
        QVERIFY2(headers.contains(name), qPrintable(name));
    }
    // What the library adds by itself, and nothing else.
    const QStringList library{QStringLiteral("host"),
                              QStringLiteral("connection"),
                              QStringLiteral("accept-encoding"),
                              QStringLiteral("accept-language"),
                              QStringLiteral("content-length"),
                              QStringLiteral("user-agent")};
    for (const QString &name : headers.keys())
        QVERIFY2(named.contains(name) || library.contains(name), qPrintable(name));

    m_client->send("DELETE", "/sandbox/requests");
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TOKEN"), QString::fromLatin1(m_host->address().token));
    shell.setProcessEnvironment(environment);
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"), explained.json()[QStringLiteral("curl")].toString() +
                                           QStringLiteral(" --silent --fail --noproxy '*'")});
    QVERIFY(shell.waitForFinished());
    QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
    const QJsonObject theirs = lastSent()[0].toObject();
    QCOMPARE(theirs[QStringLiteral("target")], ours[QStringLiteral("target")]);
    for (const QString &name : std::as_const(named))
        if (!name.contains(QLatin1String("id")))
            QCOMPARE(theirs[QStringLiteral("headers")][name], headers[name]);
    QVERIFY(!shell.readAllStandardOutput().isEmpty());
}

void TestInterfaces::endsAsItShould_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("said"); ///< on stderr
    const auto row = [](const char *name, const char *fault, const char *line, int code, const char *said) {
        QTest::newRow(name) << QByteArray(fault) << QByteArray("request ") + line << code << QByteArray(said);
    };
    row("no usage", "", "customer-summary --customer {nobody}", 0, "no rows: ");
    row("no usage, 400",
        R"({"status":400,"body":"{\"code\":\"3000\",\"description\":\"Customer does not have usage data.\"}"})",
        "subscription-spend --customer {plan}", 0, "no rows: ");
    row("no usage, after some",
        R"({"nth":2,"status":400,"body":"{\"code\":\"3000\",\"description\":\"Customer does not have usage data.\"}"})",
        "utilization --customer {legacy} --subscription {legacy-sub} --size 1", 3, "status 400");
    row("same code, other text", "", "meter-spend --customer {plan} --subscription nothing", 1,
        "not found under this customer");
    row("stranger", "", "budget --customer 11111111-2222-3333-4444-555555555555", 4,
        "no commerce relationship");
    row("refused filter", "", "analytics --filter nonsense", 1, "the filter that was sent: nonsense");
    row("two filters", "", "analytics --where quantity>1 --filter x", 2, "not together");
    row("a filter that is none", "", "analytics --where quantity>", 2, "at character 10");
    row("elsewhere", R"({"status":404,"path":"azureusage"})", "analytics --top 1", 1,
        "--analytics-path later");
    row("announced", R"({"action":"totalCount","count":99})", "subscriptions --customer {plan}", 3, "99");
    row("a row without its id", R"({"action":"edit","find":"\"id\":","put":"\"no\":"})",
        "subscriptions --customer {plan}", 3, "bad or missing member");
    row("double key", R"({"action":"duplicateKey","member":"totalCost"})", "spend", 1, "");
    row("not ready", R"({"status":204})", "utilization --customer {legacy} --subscription {legacy-sub}", 3,
        "");
    row("needs a customer", "", "budget", 2, "--customer");
    row("needs a subscription", "", "meter-spend --customer {plan}", 2, "--subscription");
    row("currency", "", "rate-card --currency Euro", 2, "--currency");
    row("locale", "", "rate-card --locale de_DE", 2, "--locale");
    row("plan in the older call", "", "resource-spend --legacy --customer {plan} --subscription {plan-sub}",
        1, "Azure plan");
}

void TestInterfaces::endsAsItShould()
{
    QFETCH(QByteArray, fault);
    QFETCH(QByteArray, line);
    QFETCH(int, code);
    QFETCH(QByteArray, said);
    if (!fault.isEmpty())
        QCOMPARE(m_client->send("POST", "/sandbox/faults", {}, '[' + fault + ']').status, 200);
    const Outcome outcome = run((line + " --json").constData());
    QVERIFY2(outcome.code == code, outcome.err.constData());
    QVERIFY2(outcome.err.contains(said), outcome.err.constData());
    const QJsonObject document = outcome.json();
    QCOMPARE(document.contains(QStringLiteral("error")), code != 0);
    if (code == 0 || code == 3)
        QCOMPARE(document[QStringLiteral("complete")].toBool(), code == 0);
    if (code == 3)
        QVERIFY(document[QStringLiteral("error")][QStringLiteral("what")].toString().contains(
            QString::fromUtf8(said)));
}

void TestInterfaces::cloudsLackInterfaces_data()
{
    QTest::addColumn<QString>("cloud");
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("code"); ///< with --explain
    const auto row = [](const char *cloud, const char *line, int code) {
        QTest::addRow("%s %s", cloud, line)
            << QString::fromLatin1(cloud) << QString::fromLatin1(line) << code;
    };
    row("usgov", "crest --entitlement e", 1);
    row("usgov", "summary", 0);
    row("china", "spend", 1);
    row("china", "budget --customer c", 1);
    row("china", "rate-card", 1);
    row("china", "utilization --customer c --subscription s", 1);
    row("china", "customers", 0);
    row("china", "analytics", 0);
    row("germany", "summary", 1);
    row("germany", "spend", 0);
}

void TestInterfaces::cloudsLackInterfaces()
{
    QFETCH(QString, cloud);
    QFETCH(QString, line);
    QFETCH(int, code);
    m_program.run(words("account add --cloud") + QStringList{cloud, cloud});
    const Outcome outcome =
        m_program.run(words("request --explain --json --account") + QStringList{cloud} + line.split(u' '));
    QCOMPARE(outcome.code, code);
    if (code != 0)
        QCOMPARE(outcome.errorKind(), QStringLiteral("NotOffered"));
}

void TestInterfaces::crestIsOffUnlessSwitchedOn()
{
    QCOMPARE(m_program.run("account add plain --cloud global").code, 0);
    const Outcome outcome = m_program.run("request crest --entitlement e --account plain --explain");
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains("switched off"), outcome.err.constData());
}

void TestInterfaces::showsAnAccountsInterfaces()
{
    QCOMPARE(m_program.run("account add shown --cloud china --analytics-path later").code, 0);
    const QJsonObject shown = m_program.run("account show shown --json").json();
    QCOMPARE(shown[QStringLiteral("analyticsPath")].toString(), QStringLiteral("later"));
    QStringList offered;
    for (const QJsonValue &one : shown[QStringLiteral("interfaces")].toArray()) {
        if (one[QStringLiteral("offered")].toBool())
            offered << one[QStringLiteral("name")].toString();
        else
            QVERIFY(!one[QStringLiteral("reason")].toString().isEmpty());
    }
    QCOMPARE(offered, (QStringList{QStringLiteral("analytics"), QStringLiteral("directory")}));
    const Outcome text = m_program.run("account show shown");
    QVERIFY(text.out.contains("directory     offered\n"));
    QVERIFY(text.out.contains("crest         not offered: "));
    const Outcome explained = m_program.run("request analytics --account shown --explain --json");
    QVERIFY(explained.json()[QStringLiteral("url")].toString().contains(QStringLiteral("/usage/azure?")));
    QCOMPARE(m_program.run("account add wrong --analytics-path elsewhere").code, 2);
}

void TestInterfaces::closedCloudIsAdded()
{
    const Outcome added = m_program.run("account add closed --cloud germany");
    QCOMPARE(added.code, 0);
    QVERIFY2(added.err.contains("closed"), added.err.constData());
    QVERIFY(m_program.run("account show closed").out.contains("the German cloud is closed"));
}

void TestInterfaces::syncSaysWhatACloudLacks()
{
    const QString url = m_host->address().apiUrl.toString();
    QCOMPARE(m_program
                 .run(words("account add cn --cloud china --api-url") +
                      QStringList{url, QStringLiteral("--login-url"), url})
                 .code,
             0);
    m_client->send("DELETE", "/sandbox/requests");
    for (int round = 0; round < 2; ++round) {
        const Outcome synced = run(words("sync --json"), "cn");
        QVERIFY2(synced.code == 0, synced.err.constData());
        QStringList absent;
        for (const QJsonValue &line : synced.json()[QStringLiteral("interfaces")].toArray()) {
            if (line[QStringLiteral("notOffered")].toInt() == 0)
                continue;
            absent << line[QStringLiteral("interface")].toString();
            QCOMPARE(line[QStringLiteral("planned")].toInt(), 1);
            QVERIFY(synced.out.contains("21Vianet"));
        }
        QCOMPARE(absent, (QStringList{QStringLiteral("utilization"), QStringLiteral("spend"),
                                      QStringLiteral("summary")}));
    }
    const QByteArray log = m_client->get("/sandbox/requests").body;
    QVERIFY(log.contains("azureusage") && !log.contains("usagerecords") && !log.contains("utilizations"));
    QVERIFY(m_program.run("coverage --account cn").out.contains("21Vianet"));
}

SPENDGLASS_TEST_MAIN(TestInterfaces)
#include "tst_interfaces.moc"
