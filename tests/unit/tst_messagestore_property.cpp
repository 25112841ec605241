// The rules of segments against a random archive, on the real store (guarantee, section 2).
#include "support/archivemodel.h"
#include "support/tempstore.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

class StoreTimeline : public TimelineUnderTest
{
public:
    MembershipKey begin() override { return m_store.begin(); }
    void end(MembershipKey membership) override { m_store.end(membership); }
    InsertOutcome live(MembershipKey membership, const RoomMessage &message) override
    {
        return m_store.live(membership, message).outcome;
    }
    PageOutcome page(const PageCommit &page) override { return m_store.page(page); }
    void setOlderEnd(MembershipKey membership, GapReason reason) override
    {
        TempStore::get(m_store->setOlderEnd(m_store.room(), membership, reason, true));
    }
    QList<ShownItem> shown() override
    {
        QList<ShownItem> shown;
        for (const TimelineItem &item : m_store.items()) {
            shown += ShownItem{item.kind == TimelineItem::Kind::Gap, item.gap.reason, item.message.body,
                               item.message.recorded};
        }
        return shown;
    }
    MessageKey newestKey() override { return TempStore::get(m_store->newestKey()); }
    void restart() override { m_store.restart(); }
    bool enqueueOwn(const QString &originId, const QString &body) override
    {
        TempStore::get(m_store->enqueueOwn(m_store.room(), originId, body, u"alice"_s));
        return true;
    }

private:
    TempStore m_store;
};

} // namespace

class TestMessageStoreProperty : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomStories_data();
    void randomStories();
};

void TestMessageStoreProperty::randomStories_data()
{
    QTest::addColumn<bool>("late");
    QTest::addColumn<bool>("losses");
    QTest::addColumn<bool>("byHand");
    QTest::newRow("plain") << false << false << false;
    QTest::newRow("left by hand") << false << false << true;
    QTest::newRow("losses") << false << true << true;
    QTest::newRow("late") << true << false << true;
    QTest::newRow("all") << true << true << true;
}

void TestMessageStoreProperty::randomStories()
{
    QFETCH(bool, late);
    QFETCH(bool, losses);
    QFETCH(bool, byHand);
    const quint32 seed = storySeed();
    for (quint32 i = 0; i < 6; ++i) {
        StoreTimeline timeline;
        const QString failure = ArchiveStory(timeline, seed + i, {late, losses, byHand, 60}).play();
        // On its own lines, because QtTest cuts a long message short.
        if (!failure.isEmpty())
            qCritical().noquote() << failure;
        QVERIFY2(failure.isEmpty(), qPrintable(u"FOYER_SEED=%1"_s.arg(seed + i)));
    }
}

QTEST_GUILESS_MAIN(TestMessageStoreProperty)
#include "tst_messagestore_property.moc"
