// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a table and a picture of what tests/bench/growth has measured: growthpicture PICTURE.png FILE.txt …
// A file is named by its number of rows and holds the lines of the benches. The table goes to standard
// output.
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <vector>

namespace {

/// Figures by their label.
using Run = std::map<QString, double>;
/// Runs by their number of rows.
using Runs = std::map<double, Run>;

struct Line
{
    const char *label; ///< as a bench writes it
    const char *name;
};

struct Panel
{
    const char *title;
    const char *unit;
    std::vector<Line> lines;
};

const std::vector<Panel> &panels()
{
    static const std::vector<Panel> all{
        {"Ingest",
         "rows/s",
         {{"decode only", "decode only"},
          {"append only, durable per page", "append only"},
          {"HTTP to committed rows", "HTTP to committed rows"}}},
        {"Exact sum by customer and month",
         "ms",
         {{"SQLite star, sums by a covering index", "SQLite, covering index"},
          {"doubles, by keys of units, names last", "DuckDB, doubles"},
          {"exact sum by customer, month", "Spendglass, exact"}}},
        {"Size on disk",
         "MB",
         {{"JSON", "JSON as received"},
          {"SQLite flat, file with index", "SQLite, flat"},
          {"SQLite star, file with index", "SQLite, star"},
          {"store file", "Spendglass"}}},
        {"Memory, and opening to the first answer",
         "MiB, ms",
         {{"most memory while synchronising (<500)", "most memory, MiB"},
          {"process start to first answer (<300)", "first answer, ms"}}},
    };
    return all;
}

Run read(const QString &path)
{
    static const QRegularExpression figure(QStringLiteral("^\\s*(\\S.*?)\\s{2,}(-?[0-9.]+) \\S"));
    QFile file(path);
    Run run;
    if (!file.open(QIODevice::ReadOnly))
        return run;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        if (const auto match = figure.match(line); match.hasMatch())
            run[match.captured(1)] = match.captured(2).toDouble();
    }
    return run;
}

/// From the lower to the upper decade.
struct Axis
{
    double low = 0, high = 1; ///< logarithms
    double place(double value) const { return (std::log10(value) - low) / (high - low); }
};

Axis axisOf(const std::vector<double> &values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    Axis axis{std::floor(std::log10(*least)), std::ceil(std::log10(*most))};
    if (axis.low == axis.high)
        axis.high += 1;
    return axis;
}

QString shortNumber(double value)
{
    const bool areMillions = value >= 1e6, areThousands = value >= 1e4 && !areMillions;
    return QLocale::c().toString(areMillions    ? value / 1e6
                                 : areThousands ? value / 1e3
                                                : value,
                                 'g', 4) +
           QLatin1String(areMillions    ? " M"
                         : areThousands ? " k"
                                        : "");
}

class Painter
{
public:
    Painter(QPainter &painter, const QRectF &frame, const Panel &panel, const Runs &runs)
        : m_painter(painter)
        , m_frame(frame)
        , m_plot(frame.adjusted(64, 40, -180, -34))
        , m_panel(panel)
        , m_runs(runs)
    {}

    void paint()
    {
        std::vector<double> rows, values;
        for (const auto &[count, run] : m_runs) {
            rows.push_back(count);
            for (const Line &line : m_panel.lines) {
                if (const auto found = run.find(QLatin1String(line.label)); found != run.end())
                    values.push_back(std::max(found->second, 0.1));
            }
        }
        m_painter.setPen(QColor(0x20, 0x24, 0x2a));
        setFont(13, true);
        m_painter.drawText(
            m_frame.adjusted(12, 10, 0, 0), Qt::AlignLeft | Qt::AlignTop,
            QStringLiteral("%1, %2").arg(QLatin1String(m_panel.title), QLatin1String(m_panel.unit)));
        if (values.empty())
            return;
        m_across = {std::log10(rows.front()),
                    std::max(std::log10(rows.back()), std::log10(rows.front()) + 0.1)};
        m_up = axisOf(values);
        paintAxes(rows);
        paintLines();
    }

private:
    void setFont(int pixels, bool isBold = false)
    {
        QFont font(QStringLiteral("DejaVu Sans"));
        font.setPixelSize(pixels);
        font.setBold(isBold);
        m_painter.setFont(font);
    }
    QPointF point(double rows, double value) const
    {
        return {m_plot.left() + m_plot.width() * m_across.place(rows),
                m_plot.bottom() - m_plot.height() * m_up.place(std::max(value, 0.1))};
    }

    void paintAxes(const std::vector<double> &rows)
    {
        setFont(11);
        for (double decade = m_up.low; decade <= m_up.high; ++decade) {
            const double y = point(rows.front(), std::pow(10, decade)).y();
            m_painter.setPen(QColor(0xdd, 0xe1, 0xe6));
            m_painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
            m_painter.setPen(QColor(0x5b, 0x64, 0x70));
            m_painter.drawText(QRectF(m_frame.left(), y - 8, 56, 16), Qt::AlignRight | Qt::AlignVCenter,
                               shortNumber(std::pow(10, decade)));
        }
        for (const double count : rows) {
            const double x = point(count, 1).x();
            m_painter.drawText(QRectF(x - 40, m_plot.bottom() + 8, 80, 16), Qt::AlignCenter,
                               shortNumber(count));
        }
    }

    void paintLines()
    {
        static const QColor colours[]{
            {0x9a, 0x5b, 0xb5}, {0xd9, 0x82, 0x2b}, {0x2a, 0x8f, 0x6f}, {0x1f, 0x5f, 0xbf}};
        const std::size_t first = std::size(colours) - m_panel.lines.size();
        double free = m_plot.top() - 20; // names stand one below the other, near the ends of their lines
        std::map<double, std::size_t> ends;
        for (std::size_t i = 0; i < m_panel.lines.size(); ++i) {
            QPainterPath path;
            m_painter.setPen(QPen(colours[first + i], 2));
            for (const auto &[count, run] : m_runs) {
                const auto found = run.find(QLatin1String(m_panel.lines[i].label));
                if (found == run.end())
                    continue;
                const QPointF at = point(count, found->second);
                path.elementCount() == 0 ? path.moveTo(at) : path.lineTo(at);
                m_painter.drawEllipse(at, 2.5, 2.5);
            }
            m_painter.drawPath(path);
            if (path.elementCount() > 0)
                ends[path.currentPosition().y() + double(i) / 1000] = i;
        }
        for (const auto &[y, i] : ends) {
            free = std::max(free + 16, y - 8);
            m_painter.setPen(colours[first + i]);
            m_painter.drawText(QRectF(m_plot.right() + 10, free, 172, 16), Qt::AlignLeft | Qt::AlignVCenter,
                               QLatin1String(m_panel.lines[i].name));
        }
    }

    QPainter &m_painter;
    const QRectF m_frame, m_plot;
    const Panel &m_panel;
    const Runs &m_runs;
    Axis m_across, m_up;
};

bool savePicture(const Runs &runs, const QString &path)
{
    constexpr int width = 560, height = 300;
    QImage image(2 * width, 2 * height, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < panels().size(); ++i) {
        const QRectF frame(double(i % 2) * width, double(i / 2) * height, width, height);
        Painter(painter, frame, panels()[i], runs).paint();
    }
    painter.end();
    return image.save(path, "PNG");
}

void printTable(const Runs &runs)
{
    static const std::vector<Line> lines{
        {"HTTP to committed rows", "HTTP to committed rows, rows/s"},
        {"decode only", "decode only, rows/s"},
        {"append only, durable per page", "append only, rows/s"},
        {"end to end / slower stage (goal 0.6)", "end to end to the slower of both (goal: at least 0.6)"},
        {"most memory while synchronising (<500)", "most resident memory, MiB (goal: below 500)"},
        {"JSON", "JSON received, MB"},
        {"store file", "store file, MB"},
        {"JSON / store file (goal 20)", "JSON to store file (goal: at least 20)"},
        {"SQLite star, file with index / ours (8)",
         "SQLite, star schema with its index, to store file (goal: at least 8)"},
        {"SQLite flat, file with index / ours (8)",
         "SQLite, flat with its index, to store file (goal: at least 8)"},
        {"process start to first answer (<300)", "process start to first answer, ms (goal: below 300)"},
        {"with nothing in the page cache", "the same with nothing in the page cache, ms"},
        {"exact sum by customer, month", "exact sum by customer and month, ms"},
        {"exact / doubles, names joined first",
         "the same to sums of doubles in bare DuckDB, as usually written"},
        {"exact / fastest of the doubles (<1.5)",
         "the same to sums of doubles in bare DuckDB, as fast as we could write them (goal: at most 1.5)"},
        {"SQLite star, time / ours (goal 20)", "SQLite, star schema, to that time (goal: at least 20)"},
        {"SQLite flat, time / ours (goal 20)", "SQLite, flat, to that time (goal: at least 20)"},
    };
    std::printf("| Rows |");
    for (const auto &[count, run] : runs)
        std::printf(" %s |", qPrintable(shortNumber(count)));
    std::printf("\n|---|%s\n", qPrintable(QStringLiteral("---:|").repeated(qsizetype(runs.size()))));
    for (const Line &line : lines) {
        std::printf("| %s |", line.name);
        for (const auto &[count, run] : runs) {
            const auto found = run.find(QLatin1String(line.label));
            const double value = found == run.end() ? 0 : found->second;
            std::printf(" %s |",
                        found == run.end()
                            ? "–"
                            : qPrintable(QLocale(QLocale::English).toString(value, 'f', value < 30 ? 2 : 0)));
        }
        std::printf("\n");
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QGuiApplication app(argc, argv);
    Runs runs;
    for (int i = 2; i < argc; ++i) {
        const QString path = QString::fromLocal8Bit(argv[i]);
        runs[QFileInfo(path).completeBaseName().toDouble()] = read(path);
    }
    if (runs.empty() || runs.begin()->first <= 0) {
        std::fprintf(stderr, "growthpicture PICTURE.png ROWS.txt ...\n");
        return 2;
    }
    printTable(runs);
    return savePicture(runs, QString::fromLocal8Bit(argv[1])) ? 0 : 1;
}
