// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace spendglass::sandbox {

/// What a token lets in.
struct Right
{
    enum class Service
    {
        PartnerCenter, ///< and CREST, unless that wants tokens of its own
        Crest,         ///< an SA_Token
        Retired,       ///< made for the former audience
        Other          ///< another service or another partner
    } service = Service::PartnerCenter;
    bool hasSecondFactor = true;
    bool isHelpdesk = false; ///< sees customers but no costs
};

/// The bearer tokens that are good. Thread-safe.
class Tokens
{
public:
    explicit Tokens(int seconds)
        : m_seconds(seconds)
    {}
    QByteArray fresh(Right right = {});
    enum class State
    {
        Good,
        Expired,
        Unknown
    };
    struct Known
    {
        State state = State::Unknown;
        Right right;
    };
    Known find(const std::string &token) const;

private:
    struct Entry
    {
        std::chrono::steady_clock::time_point until;
        Right right;
    };
    const std::chrono::seconds m_seconds;
    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
};

std::string newId(); ///< a GUID that nobody can foresee

} // namespace spendglass::sandbox
