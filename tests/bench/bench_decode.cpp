// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding analytics pages of 10,000 rows, beside what the parser alone needs to walk over the same bytes and
// touch every value, and beside QJsonDocument. Goals: at least half the parser's own speed, at least ten
// times as fast as QJsonDocument. Medians of rounds that take turns, so that a busy machine disturbs all
// alike.
#include "bench/harness.h"
#include "bench/pageserver.h"

#include "api/usageanalytics.h"

#include <simdjson.h>

#include <QJsonDocument>

#include <cstdio>

using namespace spendglass;

namespace {

constexpr int rounds = 41;
constexpr int slowRounds = 7;

enum class Touch
{
    Token, ///< where each value begins
    Value, ///< each text unescaped, each number's digits
};

/// Walks over everything with the parser alone, as its documents show it. The body must be padded, as the
/// parser wants it.
template <Touch touch>
std::size_t walk(simdjson::ondemand::parser &parser, const simdjson::padded_string &body)
{
    std::size_t touched = 0;
    simdjson::ondemand::document document = parser.iterate(body);
    for (auto top : document.get_object()) {
        simdjson::ondemand::value list = top.value();
        if (list.type() != simdjson::ondemand::json_type::array)
            continue;
        for (simdjson::ondemand::object row : list.get_array()) {
            for (auto field : row) {
                touched += static_cast<unsigned char>(*field.key().raw());
                simdjson::ondemand::value value = field.value();
                if (value.type() != simdjson::ondemand::json_type::string)
                    touched += value.raw_json_token().size();
                else if constexpr (touch == Touch::Token)
                    touched += static_cast<unsigned char>(*value.get_raw_json_string().value().raw());
                else
                    touched += value.get_string().value().size();
            }
        }
    }
    return touched;
}

net::Response responseWith(const QByteArray &body)
{
    net::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = body;
    response.body.reserve(body.size() + 64); // room behind it, as a body that grew while it came has
    return response;
}

} // namespace

int main()
{
    const bench::PageServer server(1);
    const net::Response response = responseWith(server.body(0));
    net::Request asked;
    asked.url =
        QUrl(QStringLiteral("https://bench.example/partner/v1/analytics/azureusage?top=10000&skip=0"));
    const double rows = bench::PageServer::rowsPerPage;
    const double bytes = double(response.body.size());

    simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(response.body.constData(), std::size_t(response.body.size()));
    bench::Samples decode, tokens, values, qt;
    std::size_t touched = 0;
    for (int round = 0; round < rounds; ++round) {
        const bench::WorkStopwatch decoding;
        const auto page = api::UsageAnalytics::decode(response, asked, {});
        decode.add(decoding.elapsed().count());
        if (!page || qint64(page->rows.size()) != qint64(rows))
            return 1;
        const bench::WorkStopwatch walking;
        touched += walk<Touch::Token>(parser, padded);
        tokens.add(walking.elapsed().count());
        const bench::WorkStopwatch reading;
        touched += walk<Touch::Value>(parser, padded);
        values.add(reading.elapsed().count());
        if (round >= slowRounds)
            continue;
        const bench::WorkStopwatch building;
        if (QJsonDocument::fromJson(response.body).isNull())
            return 1;
        qt.add(building.elapsed().count());
    }
    std::printf("%.0f rows, %.0f bytes (%zu)\n", rows, bytes, touched % 10);
    bench::printRate("decode", rows, decode, "rows/s");
    bench::printRate("parser alone, every value read", rows, values, "rows/s");
    bench::printRate("parser alone, every value found", rows, tokens, "rows/s");
    bench::printRate("QJsonDocument::fromJson", rows, qt, "rows/s");
    bench::printRate("decode", bytes / 1e6, decode, "MB/s");
    bench::printRatio("decode / parser reading (goal 0.5)", values.median() / decode.median());
    bench::printRatio("decode / parser finding", tokens.median() / decode.median());
    bench::printRatio("decode / QJsonDocument (goal 10)", qt.median() / decode.median());
    return 0;
}
