// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinpage.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>
#include <array>

namespace spendglass::auth {

namespace {

struct Texts
{
    SignInPage page;
    const char *sign;
    const char *title;
    const char *text;
};

constexpr std::array texts{
    Texts{SignInPage::Success, "\u2713",
          QT_TRANSLATE_NOOP("spendglass::auth::SignInPage", "You are signed in"),
          QT_TRANSLATE_NOOP("spendglass::auth::SignInPage",
                            "You can close this page and go back to Spendglass.")},
    Texts{SignInPage::Refused, "\u2013",
          QT_TRANSLATE_NOOP("spendglass::auth::SignInPage", "You are not signed in"),
          QT_TRANSLATE_NOOP(
              "spendglass::auth::SignInPage",
              "The sign-in was refused or given up. Spendglass says what can be done. You can close "
              "this page.")},
    Texts{SignInPage::Failed, "!",
          QT_TRANSLATE_NOOP("spendglass::auth::SignInPage", "The sign-in did not work"),
          QT_TRANSLATE_NOOP("spendglass::auth::SignInPage",
                            "Spendglass says why and what can be done. You can close this page.")},
};

constexpr const char *style =
    ":root{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;"
    "font:1.05rem/1.5 system-ui,sans-serif;background:#f4f6f8;color:#1d2733}"
    "main{max-width:26rem;margin:1.5rem;padding:2.5rem;text-align:center;background:#fff;border-radius:12px;"
    "box-shadow:0 1px 3px #0003}"
    "p{margin:0}h1{margin:.75rem 0;font-size:1.5rem;font-weight:600}"
    ".sign{width:3.5rem;height:3.5rem;margin:auto;border-radius:50%;font-size:2rem;line-height:3.5rem;"
    "color:#fff;background:#1a7f64}"
    ".Refused .sign{background:#5b6b7b}.Failed .sign{background:#b3541e}"
    "@media(prefers-color-scheme:dark){body{background:#14191f;color:#e6ebf0}main{background:#1e262e}}";

QByteArray translated(const char *text)
{
    return QCoreApplication::translate("spendglass::auth::SignInPage", text).toHtmlEscaped().toUtf8();
}

QByteArray nameOf(SignInPage page)
{
    switch (page) {
    case SignInPage::Success:
        return "Success";
    case SignInPage::Refused:
        return "Refused";
    case SignInPage::Failed:
        return "Failed";
    }
    return {};
}

/// Nothing but the style above may have any effect, whatever were to get into the page.
QByteArray policy()
{
    const QByteArray hash =
        QCryptographicHash::hash(QByteArrayView(style), QCryptographicHash::Sha256).toBase64();
    return "Content-Security-Policy: default-src 'none'; style-src 'sha256-" + hash +
           "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n";
}

QByteArray answer(const QByteArray &status, const QByteArray &headers, const QByteArray &body)
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) +
           "\r\n"
           "Cache-Control: no-store\r\n"
           "Referrer-Policy: no-referrer\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "Connection: close\r\n\r\n" +
           body;
}

} // namespace

QByteArray signInPage(SignInPage page)
{
    const auto &row = *std::ranges::find(texts, page, &Texts::page);
    //: The language of the page as HTML names it: "de", "pt-BR".
    const QByteArray language =
        QCoreApplication::translate("spendglass::auth::SignInPage", "en", "language of the page")
            .toHtmlEscaped()
            .toUtf8();
    const QByteArray title = translated(row.title);
    const QByteArray body = "<!DOCTYPE html>\n<html lang=\"" + language +
                            "\" dir=\"auto\">\n<head>\n<meta charset=\"utf-8\">\n"
                            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                            "<title>" +
                            title + " \u2013 Spendglass</title>\n<style>" + style +
                            "</style>\n</head>\n<body class=\"" + nameOf(page) +
                            "\">\n<main>\n<p class=\"sign\" aria-hidden=\"true\">" + row.sign + "</p>\n<h1>" +
                            title + "</h1>\n<p>" + translated(row.text) + "</p>\n</main>\n</body>\n</html>\n";
    return answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n" + policy(), body);
}

QByteArray plainAnswer(const QByteArray &status, const QByteArray &headers)
{
    return answer(status, headers, {});
}

} // namespace spendglass::auth
