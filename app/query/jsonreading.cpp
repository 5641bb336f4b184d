// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/jsonreading.h"

namespace spendglass::query {

Place Place::operator[](QLatin1String member) const
{
    return {value.toObject().value(member), path.isEmpty() ? QString(member) : path + u'.' + member};
}

Place Place::operator[](qsizetype index) const
{
    return {value.toArray().at(index), QStringLiteral("%1[%2]").arg(path).arg(index)};
}

void JsonReading::fail(const Place &place, const QString &what)
{
    if (m_error)
        return;
    m_error.emplace();
    m_error->text = what;
    m_error->where = place.path;
}

QString JsonReading::text(const Place &place)
{
    if (place.isThere() && !place.value.isString())
        fail(place, QStringLiteral("it is not a text"));
    return place.value.toString();
}

bool JsonReading::truth(const Place &place)
{
    if (place.isThere() && !place.value.isBool())
        fail(place, QStringLiteral("it is not true or false"));
    return place.value.toBool();
}

qint64 JsonReading::integer(const Place &place)
{
    // The fallback of a number that is no integer is the only way to tell it from one.
    if (place.isThere() && place.value.toInteger(0) != place.value.toInteger(1))
        fail(place, QStringLiteral("it is not a whole number"));
    return place.value.toInteger();
}

std::vector<Place> JsonReading::list(const Place &place)
{
    if (place.isThere() && !place.value.isArray())
        fail(place, QStringLiteral("it is not a list"));
    std::vector<Place> parts;
    for (qsizetype i = 0; i < place.value.toArray().size(); ++i)
        parts.push_back(place[i]);
    return parts;
}

QStringList JsonReading::texts(const Place &place)
{
    QStringList made;
    for (const Place &each : list(place))
        made << text(each);
    return made;
}

bool JsonReading::isObject(const Place &place)
{
    if (place.isThere() && !place.value.isObject())
        fail(place, QStringLiteral("it is not an object"));
    return place.value.isObject();
}

} // namespace spendglass::query
