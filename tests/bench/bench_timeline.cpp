// What the timeline costs; figures to compare in one run, no verdict. Run by hand: bench_timeline [-median 5]
// frames, appends and roomSwitch print p50 and p99 themselves, each beside the reference: filling the same picture.
#include "gui/windowstage.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QRandomGenerator>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

constexpr int million = 1'000'000;
constexpr QSize screen(1920, 1080);

/// Makes a room's rows when they are asked for: as many as one likes in no memory.
class EndlessRooms : public RoomSource
{
public:
    explicit EndlessRooms(const QDateTime &begin) : m_begin(begin) {}

    QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &, MessageKey key, int limit) override
    {
        const MessageKey end = key == 0 ? last + 1 : key;
        return rows(std::max<MessageKey>(1, end - limit), end);
    }
    QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &, MessageKey key, int limit) override
    {
        return rows(key + 1, std::min(last + 1, key + 1 + limit));
    }
    QFuture<Result<int>> loadOlder(const RoomAddress &) override { return QtFuture::makeReadyFuture(Result<int>(0)); }
    QList<Occupant> occupants(const RoomAddress &) const override { return {}; }

    TimelineItem row(MessageKey key) const
    {
        static const QStringList words = u"the quick brown fox jumps over a lazy dog and 🎉 *goes* home"_s.split(u' ');
        QStringList body;
        for (MessageKey i = 0; i < 3 + key * 7 % 40; ++i) {
            body += words[(key * 31 + i * 17) % words.size()];
        }
        return aRow(key, key % 3 == 0 ? u"bob"_s : u"carol"_s, body.join(u' '), m_begin.addSecs(key));
    }

    MessageKey last = million;

private:
    QFuture<Result<QList<TimelineItem>>> rows(MessageKey from, MessageKey end) const
    {
        QList<TimelineItem> items;
        for (MessageKey key = from; key < end; ++key) {
            items.append(row(key));
        }
        return QtFuture::makeReadyFuture(Result<QList<TimelineItem>>(items));
    }

    QDateTime m_begin;
};

class Times
{
public:
    void measure(const std::function<void()> &what)
    {
        QElapsedTimer timer;
        timer.start();
        what();
        m_ms.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    void tell(const char *name)
    {
        std::sort(m_ms.begin(), m_ms.end());
        const auto at = [this](double part) { return m_ms[static_cast<qsizetype>(part * double(m_ms.size() - 1))]; };
        qInfo("%s: p50 %.2f ms, p99 %.2f ms, of %d", name, at(0.5), at(0.99), int(m_ms.size()));
    }

private:
    QList<double> m_ms;
};

/// What any frame of this size costs at least.
void tellReference()
{
    QImage image(screen, QImage::Format_ARGB32_Premultiplied);
    Times times;
    for (int i = 0; i < 200; ++i) {
        times.measure([&image, i] {
            QPainter painter(&image);
            painter.fillRect(image.rect(), QColor::fromRgb(static_cast<QRgb>(i)));
        });
    }
    times.tell("reference, one fill of the picture");
}

/// A view of its own on a million rows.
struct MillionStage {
    MillionStage() : theme(*qApp), source(clock.now()), model(source, room), view(theme, clock)
    {
        theme.setMode(Theme::Mode::Light);
        view.resize(screen);
        model.reload();
        view.setModel(&model);
        view.show();
        canvas = QImage(screen, QImage::Format_ARGB32_Premultiplied);
        paint();
    }
    void paint() { view.viewport()->render(&canvas); }

    FakeClock clock;
    Theme theme;
    EndlessRooms source;
    RoomAddress room = *RoomAddress::parse(u"tea@rooms.example"_s);
    TimelineModel model;
    TimelineView view;
    QImage canvas;
};

} // namespace

class BenchTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void frames();
    void jumps();
    void appends();
    void roomSwitch();
    void hostileBody_data();
    void hostileBody();
};

void BenchTimeline::frames()
{
    tellReference();
    MillionStage stage;
    Times times;
    for (int i = 0; i < 2000; ++i) {
        times.measure([&stage] {
            stage.view.scrollByPixels(-120);
            stage.paint();
        });
        QCoreApplication::processEvents();
    }
    times.tell("frame while scrolling, 1e6 rows, 1920x1080");
}

void BenchTimeline::jumps()
{
    MillionStage stage;
    QRandomGenerator random(1);
    Times times;
    for (int i = 0; i < 200; ++i) {
        const MessageKey key = 1 + random.bounded(million);
        times.measure([&stage, key] {
            stage.view.jumpTo(key);
            stage.paint();
        });
        QCoreApplication::processEvents();
    }
    times.tell("jump anywhere in 1e6 rows, with its frame");
}

void BenchTimeline::appends()
{
    MillionStage stage;
    Times times;
    // 200 rows a second are three or four a frame at 60 frames a second.
    for (int i = 0; i < 1000; ++i) {
        const int count = i % 3 == 0 ? 4 : 3;
        times.measure([&stage, count] {
            QList<StoredMessage> rows;
            for (int k = 0; k < count; ++k) {
                rows.append(stage.source.row(++stage.source.last).message);
            }
            stage.model.applyStored(rows);
            QCoreApplication::processEvents();
            stage.paint();
        });
    }
    times.tell("frame with 3 or 4 new rows, following");
}

void BenchTimeline::roomSwitch()
{
    WindowStage stage;
    const EndlessRooms rows(stage.clock.now().addSecs(-million));
    for (int i = 0; i < 200; ++i) {
        stage.source.items.append(rows.row(million - 200 + i));
        Occupant person;
        person.nickname = u"person %1"_s.arg(i);
        stage.source.people.append(person);
    }
    stage.window->resize(screen);
    stage.join(stage.tea, u"Tea"_s);
    stage.join(stage.cake, u"Cake"_s);
    QImage canvas(screen, QImage::Format_ARGB32_Premultiplied);
    Times times;
    for (int i = 0; i < 200; ++i) {
        times.measure([&stage, &canvas, i] {
            stage.window->showRoom(i % 2 == 0 ? stage.tea : stage.cake);
            QCoreApplication::processEvents();
            stage.window->render(&canvas);
        });
    }
    times.tell("room switch, the whole window with its frame");
}

void BenchTimeline::hostileBody_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("reference: 100 words") << u"word "_s.repeated(100);
    QTest::newRow("one word") << QString(131'000, u'x');
    QTest::newRow("marks") << QString(u"e"_s + QString(100'000, QChar(0x0301)));
    QTest::newRow("links") << u"https://a.example/ "_s.repeated(6000);
    QTest::newRow("faces") << u"🎉"_s.repeated(30'000);
    QTest::newRow("styles") << u"*a _b_ ~c~ `d`* "_s.repeated(8000);
}

void BenchTimeline::hostileBody()
{
    QFETCH(QString, body);
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    int key = 0;
    QBENCHMARK
    {
        stage.show({aRow(++key, u"bob"_s, body, stage.at(0))});
        stage.window->grab();
    }
}

QTEST_MAIN(BenchTimeline)
#include "bench_timeline.moc"
