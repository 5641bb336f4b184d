// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/queryjson.h"

#include "query/jsonreading.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

namespace spendglass::query {

namespace {

using Kind = Predicate::Kind;
using With = Comparison::With;

template <class Enum>
struct Word
{
    Enum value;
    const char *text;
};
template <class Enum>
Word(Enum, const char *) -> Word<Enum>; // clang 14 deduces none for an aggregate

constexpr std::array dateBases{Word{DateBasis::Used, "used"}, Word{DateBasis::Reported, "reported"}};
constexpr std::array monthKinds{Word{Months::Calendar, "calendar"}, Word{Months::Billing, "billing"}};
constexpr std::array comparisons{
    Word{With::PreviousPeriod, "previousPeriod"}, Word{With::SameDaysOfLastMonth, "sameDaysOfLastMonth"},
    Word{With::SamePeriodLastYear, "samePeriodLastYear"}, Word{With::Days, "days"}};
/// Every node has exactly one of these members.
constexpr std::array nodeKinds{Word{Kind::All, "all"}, Word{Kind::Any, "any"}, Word{Kind::Not, "not"},
                               Word{Kind::Leaf, "field"}, Word{Kind::Saved, "saved"}};

template <class Enum, std::size_t size>
QLatin1String wordOf(const std::array<Word<Enum>, size> &words, Enum value)
{
    return QLatin1String(std::ranges::find(words, value, &Word<Enum>::value)->text);
}

template <class Enum, std::size_t size>
Enum fromWord(const std::array<Word<Enum>, size> &words, const Place &place, JsonReading &reading)
{
    const QString text = reading.text(place);
    QStringList known;
    for (const Word<Enum> &word : words) {
        if (text == QLatin1String(word.text))
            return word.value;
        known << QLatin1String(word.text);
    }
    reading.fail(place,
                 QStringLiteral("\"%1\" is not one of %2").arg(text, known.join(QStringLiteral(", "))));
    return words.front().value;
}

/// What a function makes of the text; what: "day", "measure".
template <class Read>
auto parsed(const Place &place, JsonReading &reading, const char *what, Read read)
{
    const QString text = reading.text(place);
    const auto value = read(text);
    if (!value)
        reading.fail(place, QStringLiteral("\"%1\" is no %2").arg(text, QLatin1String(what)));
    return value;
}

std::optional<core::Day> dayFrom(const Place &place, JsonReading &reading)
{
    if (!place.isThere())
        return std::nullopt;
    return parsed(place, reading, "day (YYYY-MM-DD)",
                  [](const QString &text) { return core::parseDay(text.toStdString()); });
}

// Each writer gives undefined for the default.
const QJsonValue defaultValue{QJsonValue::Undefined};

QJsonValue written(bool is)
{
    return is ? QJsonValue(true) : defaultValue;
}

QJsonValue written(const std::optional<core::Day> &day)
{
    return day ? QJsonValue(core::dayText(*day)) : defaultValue;
}

template <class Part, class Write>
QJsonValue written(const std::vector<Part> &parts, Write write)
{
    QJsonArray list;
    for (const Part &part : parts)
        list << write(part);
    return list.isEmpty() ? defaultValue : QJsonValue(list);
}

QJsonValue written(const std::vector<FieldId> &ids)
{
    return written(ids, [](const FieldId &id) { return QJsonValue(id); });
}

std::vector<FieldId> idsFrom(const Place &place, JsonReading &reading)
{
    const QStringList ids = reading.texts(place);
    return {ids.begin(), ids.end()};
}

/// An object of members, without those that are default.
QJsonObject objectOf(std::initializer_list<std::pair<QLatin1String, QJsonValue>> members)
{
    QJsonObject object;
    for (const auto &[name, value] : members) {
        if (!value.isUndefined())
            object.insert(name, value);
    }
    return object;
}

constexpr QLatin1String onMember{"on"}, pinnedMember{"pinned"}, nameMember{"name"};
constexpr QLatin1String operatorMember{"operator"}, valuesMember{"values"};
constexpr QLatin1String versionMember{"version"};

Predicate predicateFrom(const Place &place, JsonReading &reading);

std::vector<Predicate> childrenFrom(const Place &place, JsonReading &reading)
{
    if (place.value.isObject())
        return {predicateFrom(place, reading)};
    std::vector<Predicate> children;
    for (const Place &each : reading.list(place))
        children.push_back(predicateFrom(each, reading));
    return children;
}

Condition conditionFrom(const Place &place, JsonReading &reading)
{
    const Place sign = place[operatorMember];
    if (!sign.isThere())
        reading.fail(sign, QStringLiteral("it is missing"));
    const auto op = parsed(sign, reading, "operator that is known", operatorFromSign);
    return {reading.text(place[QLatin1String("field")]), op.value_or(Operator::Is),
            reading.texts(place[valuesMember])};
}

/// The one member that says what the node is.
std::optional<Word<Kind>> nodeKindOf(const Place &place, JsonReading &reading)
{
    std::optional<Word<Kind>> found;
    for (const Word<Kind> &word : nodeKinds) {
        if (!place[QLatin1String(word.text)].isThere())
            continue;
        if (found)
            reading.fail(place, QStringLiteral("it is both \"%1\" and \"%2\"")
                                    .arg(QLatin1String(found->text), QLatin1String(word.text)));
        found = word;
    }
    if (!found)
        reading.fail(place, QStringLiteral("it is no kind of filter that is known"));
    return found;
}

Predicate predicateFrom(const Place &place, JsonReading &reading)
{
    Predicate node;
    if (!reading.isObject(place))
        return node;
    const std::optional<Word<Kind>> kind = nodeKindOf(place, reading);
    if (!kind)
        return node;
    node.kind = kind->value;
    const Place content = place[QLatin1String(kind->text)];
    const Place on = place[onMember];
    QStringList known{QLatin1String(kind->text), onMember, pinnedMember};
    node.isOn = reading.truth(on) || !on.isThere();
    node.isPinned = reading.truth(place[pinnedMember]);
    if (node.kind == Kind::Saved) {
        node.name = reading.text(content);
    } else {
        known << nameMember;
        node.name = reading.text(place[nameMember]);
    }
    if (node.kind == Kind::Leaf) {
        known << operatorMember << valuesMember;
        node.condition = conditionFrom(place, reading);
    } else if (node.kind != Kind::Saved) {
        if (node.kind != Kind::Not && !content.value.isArray())
            reading.fail(content, QStringLiteral("it is not a list"));
        node.children = childrenFrom(content, reading);
    }
    node.unknown = place.value.toObject();
    for (const QString &member : known)
        node.unknown.remove(member);
    return node;
}

Comparison comparisonFrom(const Place &place, JsonReading &reading)
{
    Comparison made;
    if (!reading.isObject(place))
        return made;
    const Place with = place[QLatin1String("with")];
    if (!with.isThere())
        reading.fail(with, QStringLiteral("it is missing"));
    made.with = fromWord(comparisons, with, reading);
    made.from = dayFrom(place[QLatin1String("from")], reading);
    made.to = dayFrom(place[QLatin1String("to")], reading);
    made.isLikeForLike = reading.truth(place[QLatin1String("likeForLike")]);
    return made;
}

QJsonValue writtenComparison(const Comparison &comparison)
{
    return objectOf({{QLatin1String("with"), wordOf(comparisons, comparison.with)},
                     {QLatin1String("from"), written(comparison.from)},
                     {QLatin1String("to"), written(comparison.to)},
                     {QLatin1String("likeForLike"), written(comparison.isLikeForLike)}});
}

QString requiredText(const Place &place, JsonReading &reading)
{
    if (!place.isThere())
        reading.fail(place, QStringLiteral("it is missing"));
    return reading.text(place);
}

TopValues topFrom(const Place &place, JsonReading &reading)
{
    TopValues made;
    if (!reading.isObject(place))
        return made;
    made.field = requiredText(place[QLatin1String("field")], reading);
    if (const Place count = place[QLatin1String("count")]; count.isThere()) {
        const qint64 number = reading.integer(count);
        if (!std::in_range<int>(number))
            reading.fail(count, QStringLiteral("it is too large"));
        made.count = int(number);
    }
    made.by = reading.text(place[QLatin1String("by")]);
    made.isBottom = reading.truth(place[QLatin1String("bottom")]);
    return made;
}

QJsonValue writtenTop(const TopValues &top)
{
    return objectOf(
        {{QLatin1String("field"), top.field},
         {QLatin1String("count"), top.count == TopValues{}.count ? defaultValue : QJsonValue(top.count)},
         {QLatin1String("by"), top.by.isEmpty() ? defaultValue : QJsonValue(top.by)},
         {QLatin1String("bottom"), written(top.isBottom)}});
}

SortKey sortKeyFrom(const Place &place, JsonReading &reading)
{
    if (!reading.isObject(place))
        return {};
    return {requiredText(place[QLatin1String("key")], reading),
            reading.truth(place[QLatin1String("descending")])};
}

QJsonValue writtenSortKey(const SortKey &key)
{
    return objectOf(
        {{QLatin1String("key"), key.key}, {QLatin1String("descending"), written(key.descending)}});
}

template <class Part>
std::vector<Part> partsFrom(const Place &place, JsonReading &reading,
                            Part (*read)(const Place &, JsonReading &))
{
    std::vector<Part> parts;
    for (const Place &each : reading.list(place))
        parts.push_back(read(each, reading));
    return parts;
}

Measure measureFrom(const Place &place, JsonReading &reading)
{
    return parsed(place, reading, "measure", [](const QString &text) { return Measure::fromText(text); })
        .value_or(Measure{});
}

/// One member of the document: how it is read, when it is there, and written.
struct Member
{
    const char *name;
    void (*read)(Query &query, const Place &place, JsonReading &reading);
    QJsonValue (*write)(const Query &query); ///< undefined: it has its default
};

using P = const Place &;
using R = JsonReading &;
using Q = const Query &;

// To add a member of Query, add a line. clang-format would break every line in four.
// clang-format off
constexpr std::array members{
    Member{"dataSet",
           [](Query &q, P place, R reading) { q.dataSet = parsed(place, reading, "data set", core::dataSetFromName).value_or(q.dataSet); },
           [](Q q) { return QJsonValue(core::dataSetName(q.dataSet)); }},
    Member{"where",
           [](Query &q, P place, R reading) { q.where = predicateFrom(place, reading); },
           [](Q q) { return q.where == Predicate{} ? defaultValue : QJsonValue(toJson(q.where)); }},
    Member{"rows",
           [](Query &q, P place, R reading) { q.rows = idsFrom(place, reading); },
           [](Q q) { return written(q.rows); }},
    Member{"columns",
           [](Query &q, P place, R reading) { q.columns = idsFrom(place, reading); },
           [](Q q) { return written(q.columns); }},
    Member{"measures",
           [](Query &q, P place, R reading) { q.measures = partsFrom(place, reading, measureFrom); },
           [](Q q) { return written(q.measures, [](const Measure &each) { return QJsonValue(each.text()); }); }},
    Member{"from",
           [](Query &q, P place, R reading) { q.from = dayFrom(place, reading); },
           [](Q q) { return written(q.from); }},
    Member{"to",
           [](Query &q, P place, R reading) { q.to = dayFrom(place, reading); },
           [](Q q) { return written(q.to); }},
    Member{"dateBasis",
           [](Query &q, P place, R reading) { q.dateBasis = fromWord(dateBases, place, reading); },
           [](Q q) { return q.dateBasis == DateBasis::Used ? defaultValue : QJsonValue(wordOf(dateBases, q.dateBasis)); }},
    Member{"asOf",
           [](Query &q, P place, R reading) {
               const auto time = parsed(place, reading, "time (ISO 8601)", [](const QString &text) { return core::parseTime(text.toStdString()); });
               q.asOf = time ? std::optional(time->instant) : std::nullopt;
           },
           [](Q q) { return q.asOf ? QJsonValue(core::instantText(*q.asOf)) : defaultValue; }},
    Member{"granularity",
           [](Query &q, P place, R reading) { q.granularity = parsed(place, reading, "granularity", core::granularityFromName).value_or(q.granularity); },
           [](Q q) { return q.granularity == core::Granularity::None ? defaultValue : QJsonValue(core::granularityName(q.granularity)); }},
    Member{"sort",
           [](Query &q, P place, R reading) { q.sort = partsFrom(place, reading, sortKeyFrom); },
           [](Q q) { return written(q.sort, writtenSortKey); }},
    Member{"limit",
           [](Query &q, P place, R reading) { q.limit = reading.integer(place); },
           [](Q q) { return q.limit ? QJsonValue(*q.limit) : defaultValue; }},
    Member{"period",
           [](Query &q, P place, R reading) { q.period = parsed(place, reading, "period", [](const QString &text) { return RelativeDays::fromText(text); }); },
           [](Q q) { return q.period ? QJsonValue(q.period->text()) : defaultValue; }},
    Member{"completeDaysOnly",
           [](Query &q, P place, R reading) { q.completeDaysOnly = reading.truth(place); },
           [](Q q) { return written(q.completeDaysOnly); }},
    Member{"months",
           [](Query &q, P place, R reading) { q.months = fromWord(monthKinds, place, reading); },
           [](Q q) { return q.months == Months::Calendar ? defaultValue : QJsonValue(wordOf(monthKinds, q.months)); }},
    Member{"comparison",
           [](Query &q, P place, R reading) { q.comparison = comparisonFrom(place, reading); },
           [](Q q) { return q.comparison ? writtenComparison(*q.comparison) : defaultValue; }},
    Member{"tops",
           [](Query &q, P place, R reading) { q.tops = partsFrom(place, reading, topFrom); },
           [](Q q) { return written(q.tops, writtenTop); }},
    Member{"showEmpty",
           [](Query &q, P place, R reading) { q.showEmpty = idsFrom(place, reading); },
           [](Q q) { return written(q.showEmpty); }},
    Member{"subtotals",
           [](Query &q, P place, R reading) { q.subtotals = reading.truth(place); },
           [](Q q) { return written(q.subtotals); }},
};
// clang-format on

template <class T>
core::Result<T> resultOf(T made, const JsonReading &reading)
{
    if (reading.error())
        return core::fail(*reading.error());
    return made;
}

} // namespace

QJsonObject toJson(const Predicate &predicate)
{
    QJsonObject object = predicate.unknown;
    QJsonArray children;
    for (const Predicate &child : predicate.children)
        children << toJson(child);
    // The usual negation has one part; any other number is kept, too, for problems() to tell.
    const bool isOne = predicate.kind == Kind::Not && children.size() == 1;
    const bool isLeaf = predicate.kind == Kind::Leaf;
    const bool isSaved = predicate.kind == Kind::Saved;
    object[wordOf(nodeKinds, predicate.kind)] = isLeaf    ? QJsonValue(predicate.condition.field)
                                                : isSaved ? QJsonValue(predicate.name)
                                                : isOne   ? children.first()
                                                          : QJsonValue(children);
    if (isLeaf)
        object[operatorMember] = QLatin1String(operatorInfo(predicate.condition.op).sign);
    if (isLeaf && !predicate.condition.values.isEmpty())
        object[valuesMember] = QJsonArray::fromStringList(predicate.condition.values);
    if (!isSaved && !predicate.name.isEmpty())
        object[nameMember] = predicate.name;
    if (!predicate.isOn)
        object[onMember] = false;
    if (predicate.isPinned)
        object[pinnedMember] = true;
    return object;
}

QJsonObject toJson(const Query &query)
{
    QJsonObject document = query.unknown;
    if (!document.contains(versionMember))
        document[versionMember] = documentVersion;
    for (const Member &member : members) {
        if (const QJsonValue value = member.write(query); !value.isUndefined())
            document[QLatin1String(member.name)] = value;
    }
    return document;
}

core::Result<Predicate> predicateFromJson(const QJsonObject &document)
{
    JsonReading reading;
    Predicate made = predicateFrom({document, {}}, reading);
    return resultOf(std::move(made), reading);
}

core::Result<Query> queryFromJson(const QJsonObject &document)
{
    JsonReading reading;
    const Place top{document, {}};
    const Place version = top[versionMember];
    if (reading.integer(version) < 1)
        reading.fail(version, QStringLiteral("it is not a version"));
    if (const Place dataSet = top[QLatin1String("dataSet")]; !dataSet.isThere())
        reading.fail(dataSet, QStringLiteral("it is missing"));
    Query query;
    query.unknown = document;
    if (reading.integer(version) <= documentVersion)
        query.unknown.remove(versionMember);
    for (const Member &member : members) {
        const QLatin1String name(member.name);
        if (const Place place = top[name]; place.isThere())
            member.read(query, place, reading);
        query.unknown.remove(name);
    }
    return resultOf(std::move(query), reading);
}

core::Error insideOf(const QString &member, core::Error error)
{
    const bool isJoined = error.where.isEmpty() || error.where.startsWith(u'[');
    error.where = isJoined ? member + error.where : member + u'.' + error.where;
    return error;
}

} // namespace spendglass::query
