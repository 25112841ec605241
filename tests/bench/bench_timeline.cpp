// What a frame of the timeline costs; figures to compare in one run, no verdict. Run by hand: bench_timeline -median 5
#include "gui/windowstage.h"

using namespace Qt::StringLiterals;
using namespace foyer;

class BenchTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scrollFrame();
    void hostileBody_data();
    void hostileBody();
};

void BenchTimeline::scrollFrame()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    QList<TimelineItem> items;
    for (int i = 1; i <= 100'000; ++i)
        items.append(aRow(i, i % 3 == 0 ? u"bob"_s : u"carol"_s, u"Message number %1"_s.arg(i), stage.at(i)));
    stage.show(items);
    TimelineView *view = stage.timeline();
    view->viewport()->grab();
    QBENCHMARK {
        view->scrollByPixels(-40);
        view->viewport()->grab();
    }
}

void BenchTimeline::hostileBody_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("reference: 100 words") << u"word "_s.repeated(100);
    QTest::newRow("one word") << QString(131'000, u'x');
    QTest::newRow("marks") << QString(u"e"_s + QString(100'000, QChar(0x0301)));
    QTest::newRow("links") << u"https://a.example/ "_s.repeated(6000);
    QTest::newRow("faces") << u"🎉"_s.repeated(30'000);
}

void BenchTimeline::hostileBody()
{
    QFETCH(QString, body);
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    int key = 0;
    QBENCHMARK {
        stage.show({aRow(++key, u"bob"_s, body, stage.at(0))});
        stage.window->grab();
    }
}

QTEST_MAIN(BenchTimeline)
#include "bench_timeline.moc"
