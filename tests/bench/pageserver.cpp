// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/pageserver.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace spendglass::bench {

namespace {

constexpr int differentPages = 8;

/// Uniform pseudo-random numbers, the same in every run.
class Lottery
{
public:
    unsigned below(unsigned bound)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return unsigned(m_state >> 33) % bound;
    }
    /// Small numbers often, large ones seldom: about Zipf.
    unsigned skewed(unsigned bound) { return below(below(bound) + 1); }

private:
    unsigned long long m_state = 42;
};

/// A page but for its tail.
QByteArray makeRows(Lottery &lottery, int rows)
{
    QByteArray body = "{\"Value\":[";
    for (int i = 0; i < rows; ++i) {
        const unsigned customer = lottery.skewed(1000);
        const unsigned meter = lottery.skewed(400);
        const std::string row =
            (i ? "," : "") + std::string("{\"customerTenantId\":\"00000000-0000-4000-8000-00000000") +
            std::to_string(1000 + customer) + "\",\"customerName\":\"CUSTOMER NUMBER " +
            std::to_string(customer) + "\",\"subscriptionId\":\"11111111-0000-4000-8000-00000000" +
            std::to_string(1000 + customer * 3 % 3000) + "\",\"subscriptionName\":\"SUBSCRIPTION " +
            std::to_string(customer * 3 % 3000) + "\",\"usageDate\":\"2026-10-" + (i % 31 < 9 ? "0" : "") +
            std::to_string(i % 31 + 1) + "T00:00:00\",\"resourceLocation\":\"region" +
            std::to_string(lottery.below(42)) + "\",\"meterCategory\":\"Category " +
            std::to_string(meter % 30) + "\",\"meterSubcategory\":\"Subcategory " + std::to_string(meter) +
            "\",\"meterUnit\":\"" + (meter % 3 ? "Hours" : "10,000s") +
            "\",\"reservationOrderId\":\"\",\"reservationId\":\"\"," +
            "\"consumptionMeterId\":\"22222222-0000-4000-8000-000000000" + std::to_string(100 + meter) +
            "\",\"serviceType\":\"Standard_E" + std::to_string(meter % 16) +
            "s_v3\",\"quantity\":" + std::to_string(lottery.below(100)) + "." +
            std::to_string(100000 + lottery.below(900000)) + "}";
        body.append(row.data(), qsizetype(row.size()));
    }
    return body;
}

/// What differs between pages that are otherwise the same.
QByteArray tailOf(int number, int pages, int rows)
{
    const int next = number + 1;
    QByteArray tail = "],\"@nextLink\":";
    tail += next < pages ? "\"azureusage?top=10000&skip=" + QByteArray::number(qint64(next) * rows) + "\""
                         : "null";
    return tail + ",\"TotalCount\":" + QByteArray::number(qint64(pages) * rows) + "}";
}

int connectTo(int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        std::abort();
    return socket;
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), std::size_t(bytes.size())};
}

void answer(int socket, std::string_view head, const std::vector<QByteArray> &bodies, int pages, int rows)
{
    const auto skip = head.find("skip=");
    const int page = skip == std::string_view::npos ? 0 : std::atoi(head.data() + skip + 5) / rows;
    if (head.find("/analytics/") == std::string_view::npos)
        sendAnswer(socket, {R"({"totalCount":0,"items":[],"attributes":{"objectType":"Collection"}})"});
    else if (page >= pages)
        sendAnswer(socket, {R"({"Value":[],"@nextLink":null,"TotalCount":0})"});
    else
        sendAnswer(socket,
                   {view(bodies[std::size_t(page % differentPages)]), view(tailOf(page, pages, rows))});
}

} // namespace

PageServer::PageServer(int pages, int rows)
    : m_pages(pages)
    , m_rows(rows)
{
    Lottery lottery;
    for (int i = 0; i < std::min(pages, differentPages); ++i)
        m_bodies.push_back(makeRows(lottery, rows));

    m_server.emplace([this] {
        return [this](int socket, std::string_view head) { answer(socket, head, m_bodies, m_pages, m_rows); };
    });
}

core::DayRange PageServer::days() const
{
    return {*core::parseDay("2026-10-01"), *core::parseDay("2026-11-01")};
}

QByteArray PageServer::body(int page) const
{
    const QByteArray tail = tailOf(page, m_pages, m_rows);
    QByteArray body;
    constexpr qsizetype room = 64; // behind it, as a body that grew while it came has
    body.reserve(m_bodies[std::size_t(page % differentPages)].size() + tail.size() + room);
    body += m_bodies[std::size_t(page % differentPages)];
    return body += tail;
}

Seconds PageServer::receiveAll() const
{
    const int socket = connectTo(m_server->port());
    std::vector<char> buffer(1 << 20);
    const Stopwatch watch;
    for (int page = 0; page < m_pages; ++page) {
        const std::string request =
            "GET /analytics/?skip=" + std::to_string(page * m_rows) + " HTTP/1.1\r\nHost: bench\r\n\r\n";
        sendAll(socket, request);
        const qsizetype size =
            m_bodies[std::size_t(page % differentPages)].size() + tailOf(page, m_pages, m_rows).size();
        for (qsizetype left = headOf(std::size_t(size)).size() + size; left > 0;) {
            const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
            if (got <= 0)
                std::abort();
            left -= got;
        }
    }
    const auto elapsed = watch.elapsed();
    ::close(socket);
    return elapsed;
}

} // namespace spendglass::bench
