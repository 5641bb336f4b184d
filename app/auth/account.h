// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/clouds.h"
#include "core/result.h"

#include <QString>

#include <vector>

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
    QString name; ///< unique, as the person typed it; the store's folder is derived from it
    Cloud cloud = Cloud::Global;
    QString tenant;
    QString clientId;
    CloudAddresses addresses;
    QString crestCid; ///< empty: CREST switched off
    AnalyticsPath analyticsPath = AnalyticsPath::Seed;
    friend bool operator==(const Account &, const Account &) = default;
};

/// Why an account cannot be used, English, one line; empty when it can: name, addresses (https, or http on
/// loopback only), complete addresses for Custom.
QString accountProblem(const Account &account);

/// The accounts of a profile, kept in <profile>/accounts.json (0600, written whole and renamed).
class AccountBook
{
public:
    explicit AccountBook(QString profileFolder);
    core::Result<std::vector<Account>> accounts() const;   ///< by name; empty when there is no file
    core::Result<Account> find(const QString &name) const; ///< an empty name: the only account
    core::Result<void> add(const Account &account);        ///< BadRequest when the name is taken or wrong
    core::Result<void> remove(const QString &name, bool withData);
    QString storePath(const Account &account) const; ///< <profile>/accounts/<safe name>/store.duckdb

private:
    QString m_folder;
};

} // namespace spendglass::auth
