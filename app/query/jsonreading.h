// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace spendglass::query {

/// A value in a document and the way to it. Children are made by [].
struct Place
{
    QJsonValue value;
    QString path; ///< "where.all[1]"; empty at the top

    bool isThere() const { return !value.isUndefined(); }
    Place operator[](QLatin1String member) const;
    Place operator[](qsizetype index) const;
};

/// Reads members of a document; remembers the first that is wrong. What is not there reads as nothing.
class JsonReading
{
public:
    void fail(const Place &place, const QString &what);
    /// BadRequest, with the path as where.
    const std::optional<core::Error> &error() const { return m_error; }

    QString text(const Place &place);
    bool truth(const Place &place);
    qint64 integer(const Place &place);
    QStringList texts(const Place &place);
    /// The places in a list.
    std::vector<Place> list(const Place &place);
    bool isObject(const Place &place);

private:
    std::optional<core::Error> m_error;
};

} // namespace spendglass::query
