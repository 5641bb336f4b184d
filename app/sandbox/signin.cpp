// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/signin.h"

#include "sandbox/jsonwriter.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"
#include "sandbox/world.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>

namespace spendglass::sandbox {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto codeLife = 10min;
constexpr auto deviceLife = 15min;
constexpr int pollsUntilApproved = 2;
constexpr const char *refuse = "refuse";

constexpr Refusal unknownTenant{"invalid_tenant", 90002, "Tenant not found."};
constexpr Refusal unknownClient{"unauthorized_client", 700016,
                                "The application was not found in the directory."};
constexpr Refusal unknownGrantType{"unsupported_grant_type", 70003, "The grant type is not supported."};
constexpr Refusal wrongScope{"invalid_scope", 70011, "The scope names no service that is known here."};
constexpr Refusal spentCode{"invalid_grant", 54005, "OAuth2 Authorization code was already redeemed."};
constexpr Refusal unknownCode{"invalid_grant", 70008, "The authorization code is unknown or has expired."};
constexpr Refusal otherRedirect{"invalid_grant", 500112, "The reply address is not the one of the request."};
constexpr Refusal wrongVerifier{"invalid_grant", 501481,
                                "The Code_Verifier does not match the code_challenge."};
constexpr Refusal unknownRefresh{"invalid_grant", 70000, "The refresh token is unknown."};
constexpr Refusal revokedRefresh{"invalid_grant", 50173, "The grant has been revoked. Sign in again."};
constexpr Refusal moreProof{
    "interaction_required",
    50076,
    "Due to a configuration change made by your administrator, or because you moved to a "
    "new location, you must use multi-factor authentication.",
    400,
    "basic_action",
    R"({"access_token":{"capolids":{"essential":true,"values":["sandbox"]}}})"};
constexpr Refusal pending{"authorization_pending", 70016,
                          "OAuth 2.0 device flow error. Authorization is pending. Continue polling."};
constexpr Refusal tooFast{"slow_down", 70017, "Polling faster than the interval."};
constexpr Refusal unknownDevice{"bad_verification_code", 70018, "The device code is unknown."};
constexpr Refusal expiredDevice{"expired_token", 70019, "The verification code has expired."};
constexpr Refusal declinedDevice{"authorization_declined", 65004, "The user declined."};
constexpr Refusal declined{"access_denied", 65004, "The user declined to consent."};
constexpr Refusal noChallenge{"invalid_request", 501491, "A code_challenge by the method S256 is required."};
constexpr Refusal otherResponse{"unsupported_response_type", 70007, "Only response_type=code in the query."};
constexpr Refusal noState{"invalid_request", 900144, "The parameters state and nonce are needed."};

/// http on loopback, any port; [::1] is not among what can be registered.
bool isLoopback(const std::string &address)
{
    const QUrl url(QString::fromStdString(address), QUrl::StrictMode);
    const bool isHost = url.host() == QLatin1String("localhost") || url.host() == QLatin1String("127.0.0.1");
    return url.isValid() && url.scheme() == QLatin1String("http") && isHost && url.userInfo().isEmpty() &&
           !url.hasFragment();
}

bool hasWord(const std::string &scope, std::string_view word)
{
    const std::string padded = ' ' + scope + ' ';
    return padded.find(' ' + std::string(word) + ' ') != std::string::npos;
}

/// The resource of "RESOURCE/user_impersonation offline_access …"; empty when there is none.
std::string resourceOf(const std::string &scope)
{
    std::size_t begin = scope.find("://");
    if (begin == std::string::npos)
        return {};
    begin = scope.rfind(' ', begin) + 1;
    const std::string word = scope.substr(begin, scope.find(' ', begin) - begin);
    return word.substr(0, word.rfind('/'));
}

Right::Service serviceOf(const std::string &resource)
{
    if (resource.find("://graph.windows.net") != std::string::npos)
        return Right::Service::Retired;
    return resource.find("://graph.") != std::string::npos ? Right::Service::Other
                                                           : Right::Service::PartnerCenter;
}

std::string challengeOf(const std::string &verifier)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(verifier), QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

std::string personLink(const Request &request, std::string_view as)
{
    const char joint = request.target.find('?') == std::string::npos ? '?' : '&';
    return htmlText(request.target + joint + "as=" + std::string(as));
}

/// "GTHK2VPMR": nothing that reads like something else.
std::string newUserCode()
{
    constexpr std::string_view letters = "BCDFGHJKLMNPQRSTVWXZ23456789";
    const QByteArray dice =
        QCryptographicHash::hash(QByteArray::fromStdString(newId()), QCryptographicHash::Sha256);
    std::string code;
    for (int i = 0; i < 9; ++i)
        code += letters[static_cast<unsigned char>(dice.at(i)) % letters.size()];
    return code;
}

} // namespace

std::string SignIn::Call::value(std::string_view name) const
{
    const auto found = std::ranges::find_if(form, [name](const auto &pair) { return pair.first == name; });
    return found == form.end() ? std::string() : found->second;
}

SignIn::SignIn(const Options &options, const World &world, Tokens &tokens)
    : m_options(options)
    , m_tenant(world.partnerId())
    , m_domain(m_tenant.substr(0, 8) + ".example")
    , m_tokens(tokens)
    , m_as(options.signsInAs.toStdString())
{}

const std::string &SignIn::clientId()
{
    static const std::string id = "5a9db0c5-11d0-4b6e-9a3f-6f0c2d7be001";
    return id;
}

bool SignIn::isFor(const Request &request)
{
    const auto &steps = request.steps;
    return request.path == "/device" ||
           (steps.size() > 2 && (steps[1] == "oauth2" || steps[2] == ".well-known"));
}

bool SignIn::isOurTenant(const std::string &step) const
{
    const std::string tenant = lowerCase(step);
    return tenant == lowerCase(m_tenant) || tenant == m_domain || tenant == "organizations" ||
           tenant == "common";
}

std::string SignIn::issuer(const Call &call) const
{
    return call.base + '/' + m_tenant + "/v2.0";
}

Reply SignIn::answer(const Request &request, core::Instant now)
{
    Call call{request, now, request.query, false, "http://" + request.header("Host").value_or("127.0.0.1")};
    if (request.path == "/device")
        return devicePage(call);
    if (!isOurTenant(request.steps.front()))
        return refused(unknownTenant, now);
    const std::string what = request.steps.back();
    if (what == "openid-configuration")
        return discovery(call);
    call.isOld = request.steps[2] != "v2.0";
    const bool isPost = request.method == "POST";
    if (isPost)
        call.form = parseForm(request.body);
    if (what == "authorize" && request.method == "GET")
        return authorize(call);
    if (what == "logout" && request.method == "GET")
        return webPage(200, "Signed out", "<p>You can close this page.</p>");
    if (isPost && what == "token")
        return token(call);
    if (isPost && what == "devicecode")
        return deviceCode(call);
    if (isPost && what == "revoke")
        return revoke(call);
    return webPage(404, "There is no such page", {});
}

/// Who signs in: by a link, by the sandbox itself, or by a hint; empty when a person has to say.
std::string SignIn::chosen(const Call &call) const
{
    const std::string as = call.value("as");
    if (as == refuse || personOf(as))
        return as;
    if (!m_as.empty())
        return m_as;
    const std::string hint = call.value("login_hint");
    const std::string key = hint.substr(0, hint.find('@'));
    return personOf(key) && call.value("prompt") != "login" ? key : std::string();
}

Reply SignIn::choices(const Call &call) const
{
    std::string list = "<p>This is the sample Partner Center's own sign-in page.</p><ul>";
    for (const Person &person : people)
        list += "<li><a href=\"" + personLink(call.request, person.key) + "\">" + htmlText(person.choice) +
                "</a></li>";
    list += "<li><a href=\"" + personLink(call.request, refuse) + "\">Refuse</a></li></ul>";
    return webPage(200, "Sign in to the sample Partner Center", list);
}

Reply SignIn::authorize(const Call &call)
{
    const std::string target = call.value("redirect_uri");
    if (call.value("client_id") != clientId())
        return webPage(400, "Cannot sign in", htmlText(description(unknownClient, call.now)));
    if (!isLoopback(target))
        return webPage(400, "Cannot sign in",
                       "<p>AADSTS50011: The redirect address is not one of loopback.</p>");
    const std::string state = call.value("state");
    const auto goBack = [&](const std::string &what) {
        return redirect(target + (target.find('?') == std::string::npos ? '?' : '&') + what +
                        "&state=" + percentEncode(state) + "&iss=" + percentEncode(issuer(call)));
    };
    const auto goBackWith = [&](const Refusal &refusal) {
        return goBack(std::string("error=") + refusal.error +
                      "&error_description=" + percentEncode(description(refusal, call.now)));
    };
    const std::string mode = call.value("response_mode");
    if (call.value("response_type") != "code" || (!mode.empty() && mode != "query"))
        return goBackWith(otherResponse);
    const std::string challenge = call.value("code_challenge");
    if (call.value("code_challenge_method") != "S256" || challenge.size() != 43)
        return goBackWith(noChallenge);
    if (state.empty() || call.value("nonce").empty())
        return goBackWith(noState);
    const std::string scope = call.isOld ? call.value("resource") : call.value("scope");
    if (!call.isOld && resourceOf(scope).empty())
        return goBackWith(wrongScope);
    const std::string as = chosen(call);
    if (as.empty())
        return choices(call);
    if (as == refuse)
        return goBackWith(declined);
    if (call.value("claims").find("capolids") != std::string::npos)
        m_demandsProof = false;
    const std::string code = "code." + newId() + newId();
    const auto consent = std::make_shared<Consent>(Consent{personOf(as), scope, call.isOld, false});
    m_codes[code] = {consent, target, challenge, call.value("nonce"), Clock::now() + codeLife, false};
    return goBack("code=" + code + "&session_state=" + newId());
}

Reply SignIn::token(const Call &call)
{
    if (call.value("client_id") != clientId())
        return refused(unknownClient, call.now);
    const std::string type = call.value("grant_type");
    if (type == "authorization_code")
        return redeemCode(call);
    if (type == "refresh_token")
        return refresh(call);
    if (type == "urn:ietf:params:oauth:grant-type:device_code" || type == "device_code")
        return pollDevice(call);
    return refused(unknownGrantType, call.now);
}

Reply SignIn::redeemCode(const Call &call)
{
    const auto found = m_codes.find(call.value("code"));
    if (found == m_codes.end() || Clock::now() >= found->second.until)
        return refused(unknownCode, call.now);
    Code &code = found->second;
    if (code.isUsed) {
        code.consent->isRevoked = true;
        return refused(spentCode, call.now);
    }
    if (call.value("redirect_uri") != code.redirect)
        return refused(otherRedirect, call.now);
    if (challengeOf(call.value("code_verifier")) != code.challenge)
        return refused(wrongVerifier, call.now);
    code.isUsed = true;
    return tokenAnswer(call, code.consent, code.nonce);
}

Reply SignIn::refresh(const Call &call)
{
    const auto found = m_refreshTokens.find(call.value("refresh_token"));
    if (found == m_refreshTokens.end())
        return refused(unknownRefresh, call.now);
    RefreshToken &old = found->second;
    if (old.isUsed && !old.consent->isRevoked) {
        ++m_reused;
        old.consent->isRevoked = true;
    }
    if (old.consent->isRevoked)
        return refused(revokedRefresh, call.now);
    if (m_demandsProof)
        return refused(moreProof, call.now);
    const std::string wanted = call.isOld ? call.value("resource") : resourceOf(call.value("scope"));
    if (!call.isOld && !call.value("scope").empty() && wanted.empty())
        return refused(wrongScope, call.now);
    old.isUsed = true;
    ++m_redeemed;
    return tokenAnswer(call, old.consent, {});
}

std::string SignIn::refreshTokenFor(const std::shared_ptr<Consent> &consent)
{
    const std::string token = "refresh." + newId() + newId();
    m_refreshTokens[token] = {consent, false};
    return token;
}

Reply SignIn::tokenAnswer(const Call &call, const std::shared_ptr<Consent> &consent, const std::string &nonce)
{
    const Person &person = *consent->person;
    const std::string asked = call.value(call.isOld ? "resource" : "scope");
    const std::string scope = asked.empty() ? consent->scope : asked;
    const std::string resource = call.isOld ? scope : resourceOf(scope);
    const std::string tenant = person.isStranger ? guid(m_options.seed, 77'001) : m_tenant;
    const std::string domain = person.isStranger ? "elsewhere.example" : m_domain;
    const Right right{person.isStranger ? Right::Service::Other : serviceOf(resource), person.hasSecondFactor,
                      person.isHelpdesk};
    const int seconds = m_options.tokenSeconds;
    JsonWriter out;
    const auto number = [&](std::string_view name, qint64 value) {
        if (call.isOld)
            out.field(name, std::to_string(value));
        else
            out.number(name, value);
    };
    out.open('{').field("token_type", "Bearer");
    out.field("scope", call.isOld ? "user_impersonation" : resource + "/user_impersonation");
    number("expires_in", seconds);
    number("ext_expires_in", seconds);
    if (call.isOld) {
        const qint64 now = std::chrono::floor<std::chrono::seconds>(call.now).time_since_epoch().count();
        number("expires_on", now + seconds);
        number("not_before", now);
        out.field("resource", resource);
    }
    out.field("access_token", m_tokens.fresh(right).toStdString());
    if (call.isOld || hasWord(consent->scope, "offline_access"))
        out.field("refresh_token", refreshTokenFor(consent));
    if (call.isOld || hasWord(consent->scope, "openid")) {
        const std::string objectId =
            guid(m_options.seed, 77'100 + static_cast<std::uint64_t>(&person - people.data()));
        const Identity identity{issuer(call),
                                clientId(),
                                tenant,
                                objectId,
                                std::string(person.key) + '@' + domain,
                                std::string(person.name),
                                nonce,
                                person.hasSecondFactor};
        out.field("id_token", idToken(identity, call.now, seconds));
    }
    Reply reply = json(out.close('}').take());
    reply.headers = {{"Cache-Control", "no-store"}};
    return reply;
}

Reply SignIn::deviceCode(const Call &call)
{
    if (call.value("client_id") != clientId())
        return refused(unknownClient, call.now);
    const std::string scope = call.value(call.isOld ? "resource" : "scope");
    if (!call.isOld && resourceOf(scope).empty())
        return refused(wrongScope, call.now);
    const std::string code = "device." + newId() + newId();
    const auto consent = std::make_shared<Consent>(Consent{nullptr, scope, call.isOld, false});
    const std::string userCode = newUserCode();
    m_devices[code] = {consent, userCode, false, Clock::now() + deviceLife, Clock::time_point::min(), 0};
    const std::string page = call.base + "/device";
    JsonWriter out;
    const auto number = [&](std::string_view name, qint64 value) {
        if (call.isOld)
            out.field(name, std::to_string(value));
        else
            out.number(name, value);
    };
    out.open('{').field("user_code", userCode).field("device_code", code);
    out.field(call.isOld ? "verification_url" : "verification_uri", page);
    number("expires_in", std::chrono::seconds(deviceLife).count());
    number("interval", m_options.deviceInterval);
    out.field("message", "To sign in, use a web browser to open the page " + page + " and enter the code " +
                             userCode + " to authenticate.");
    return json(out.close('}').take());
}

Reply SignIn::pollDevice(const Call &call)
{
    const std::string given = call.value("device_code");
    const auto found = m_devices.find(given.empty() ? call.value("code") : given);
    if (found == m_devices.end())
        return refused(unknownDevice, call.now);
    Device &device = found->second;
    const auto now = Clock::now();
    if (now >= device.until)
        return refused(expiredDevice, call.now);
    const bool isHasty =
        device.polls > 0 && now - device.lastPoll < std::chrono::milliseconds(m_options.deviceInterval * 900);
    device.lastPoll = now;
    if (isHasty)
        return refused(tooFast, call.now);
    if (device.polls++ >= pollsUntilApproved && !m_as.empty()) {
        device.isRefused = m_as == refuse;
        device.consent->person = personOf(m_as);
    }
    if (device.isRefused)
        return refused(declinedDevice, call.now);
    if (!device.consent->person)
        return refused(pending, call.now);
    const auto consent = device.consent;
    m_devices.erase(found);
    return tokenAnswer(call, consent, {});
}

Reply SignIn::devicePage(const Call &call)
{
    const std::string code = upperCase(call.value("code"));
    if (code.empty())
        return webPage(200, "Sign in on another device",
                       "<form action=\"/device\"><label>Code <input name=\"code\" autofocus></label> "
                       "<button>Go on</button></form>");
    const auto found =
        std::ranges::find_if(m_devices, [&](const auto &entry) { return entry.second.userCode == code; });
    if (found == m_devices.end())
        return webPage(404, "This code is not known", "<p>It may have expired.</p>");
    const std::string as = chosen(call);
    if (as.empty())
        return choices(call);
    found->second.isRefused = as == refuse;
    found->second.consent->person = personOf(as);
    return webPage(200, as == refuse ? "Refused" : "Signed in",
                   "<p>You can close this page and go back to the program.</p>");
}

Reply SignIn::revoke(const Call &call)
{
    const auto found = m_refreshTokens.find(call.value("token"));
    if (found != m_refreshTokens.end())
        found->second.consent->isRevoked = true;
    return json("{}"); // an unknown token is no error (RFC 7009, 2.2)
}

Reply SignIn::discovery(const Call &call) const
{
    const std::string place = call.base + '/' + m_tenant + "/oauth2/v2.0/";
    JsonWriter out;
    out.open('{').field("issuer", issuer(call));
    for (const auto &[member, what] : {std::pair{"authorization_endpoint", "authorize"},
                                       {"token_endpoint", "token"},
                                       {"device_authorization_endpoint", "devicecode"},
                                       {"revocation_endpoint", "revoke"},
                                       {"end_session_endpoint", "logout"}})
        out.field(member, place + what);
    out.key("code_challenge_methods_supported").open('[').text("S256").close(']');
    return json(out.close('}').take());
}

Reply SignIn::control(const Request &request)
{
    if (request.method == "DELETE")
        for (auto &entry : m_refreshTokens)
            entry.second.consent->isRevoked = true;
    if (request.method == "POST") {
        const QJsonObject wish = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
        const std::string as = wish.value(QLatin1String("as")).toString().toStdString();
        if (!as.empty() && as != refuse && !personOf(as))
            return problem(400, 2000, "There is nobody of that name.");
        m_as = wish.contains(QLatin1String("as")) ? as : m_as;
        m_demandsProof = wish.value(QLatin1String("demandsProof")).toBool();
    }
    const auto live = std::ranges::count_if(m_refreshTokens, [](const auto &entry) {
        return !entry.second.isUsed && !entry.second.consent->isRevoked;
    });
    JsonWriter out;
    out.open('{')
        .field("as", m_as)
        .flag("demandsProof", m_demandsProof)
        .number("codes", qint64(m_codes.size()));
    out.number("liveRefreshTokens", live).number("redeemed", m_redeemed).number("reused", m_reused);
    return json(out.close('}').take());
}

} // namespace spendglass::sandbox
