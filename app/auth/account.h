// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/clouds.h"
#include "core/result.h"

#include <QString>

#include <utility>
#include <vector>

class QJsonArray;

namespace spendglass::auth {

/// Where analytics is: the documents of June 2018 and later name another path than the first one.
enum class AnalyticsPath
{
    Seed,
    Later
};

/// What the program knows of one partner account. Holds no secret.
struct Account
{
    QString name;   ///< unique, as the person typed it
    QString id;     ///< given once, never shown; names the entry in the keychain
    QString folder; ///< below accounts/; made from the first name, and kept when the account is renamed
    Cloud cloud = Cloud::Global;
    QString tenant;
    QString clientId;
    CloudAddresses addresses;
    QString crestCid; ///< empty: CREST switched off
    AnalyticsPath analyticsPath = AnalyticsPath::Seed;
    bool usesLocalhost = false; ///< the application is registered with http://localhost, not http://127.0.0.1
    friend bool operator==(const Account &, const Account &) = default;
};

/// Why an account cannot be used, English, one line; empty when it can: name, addresses (https, or http on
/// loopback only), complete addresses for Custom.
QString accountProblem(const Account &account);

/// The accounts of a profile, kept in <profile>/accounts.json (0600, written whole and renamed; one
/// program at a time changes it).
class AccountBook
{
public:
    explicit AccountBook(QString profileFolder);
    core::Result<std::vector<Account>> accounts() const;   ///< by name; empty when there is no file
    core::Result<Account> find(const QString &name) const; ///< an empty name: the only account
    /// Gives it id and folder, and the addresses of its cloud where it has none: what find() will bring.
    /// BadRequest when the name is taken or something in it is wrong.
    core::Result<Account> add(Account account);
    /// Puts account, which may bear another name, in the place of the one of that name; id and folder stay.
    core::Result<void> replace(const QString &name, Account account);
    /// The tokens are Session's affair.
    core::Result<void> remove(const QString &name, bool withData);
    /// All that was loaded for it, and who it belonged to. Its store must be closed.
    core::Result<void> removeData(const Account &account) const;
    QString folderPath(const Account &account) const; ///< <profile>/accounts/<folder>
    QString storePath(const Account &account) const;  ///< store.duckdb in it

private:
    template <class Change>
    auto change(const Change &how) const -> decltype(how(std::declval<QJsonArray &>()));
    QString m_folder;
};

} // namespace spendglass::auth
