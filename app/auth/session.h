// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QUrl>

#include <memory>

namespace spendglass::auth {

/// The bearer tokens of one run, in memory only. Thread-safe. A token is handed out for the origins it was
/// given for and nowhere else.
class Session
{
public:
    Session();
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    void setToken(const QUrl &origin, QByteArray token);
    bool isSignedIn() const;
    /// Unauthorised when there is none for that origin.
    core::Result<QByteArray> bearer(const QUrl &origin) const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Reads a token from a file, "-" for standard input; surrounding white space is dropped. File errors.
core::Result<QByteArray> readTokenFile(const QString &path);

} // namespace spendglass::auth
