#include "service/receivepipeline.h"
#include "support/builders.h"
#include "support/fakestanzachannel.h"
#include "support/refusedbody.h"
#include "support/tempstore.h"

#include <QCoreApplication>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// The road from a stanza to a committed row, with the real store and a real stream.
class TestReceivePipeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void closedPipelineHoldsNothing();
    void collectedWaitsForItsMembership();
    void storedInOrderAndTold();
    void acknowledgedOnlyWhenCommitted();
    void afterFiledRunsWhenEverythingSoFarIsStored();
    void afterFiledRunsAtOnceWhenNothingWaits();
    void closeForgettingKeepsTheAcknowledgementBefore();
    void closeFilingStoresTheRest();
    void whatNobodyStoredBeforeACutComesAgain();
    void closeDropsWaitingActions();
    void largeFloodIsStoredInBatches();
    void endedMembershipIsAFailure();
    void whatIsKeptIsTriedBeforeAnythingNewer();
    void closingStoresNothingPastWhatFailed();
    void whatIsKeptHasAnEnd();

private:
    /// A stanza arrives whose text is \a body.
    void receive(const QString &body);
    void settle();
    void open(ReceivePipeline::Failed failed = ReceivePipeline::Failed::LeftOut);
    quint32 acknowledged();

    FakeStanzaChannel m_fake;
    std::unique_ptr<TempStore> m_store;
    std::unique_ptr<XmppStream> m_stream;
    std::unique_ptr<ReceivePipeline> m_pipeline;
    MembershipKey m_membership = 0;
    quint32 m_acknowledged = 0;
    QStringList m_log;
};

void TestReceivePipeline::init()
{
    m_store = std::make_unique<TempStore>();
    m_stream = std::make_unique<XmppStream>(m_fake.factory(), m_store->clock());
    m_stream->setCredentials({m_store->account(), u"secret"_s, u"desk"_s, false});
    m_pipeline = std::make_unique<ReceivePipeline>(**m_store, *m_stream, m_store->clock());
    connect(m_stream.get(), &XmppStream::stanzaReceived, this,
            [this](const stanza::XmlNode &node, StanzaSerial serial) {
                const QString body = node.attribute(u"id");
                m_pipeline->add(aMessage().body(body).archiveId(u"id-"_s + body).messageId(u"m-"_s + body), serial);
            });
    connect(m_pipeline.get(), &ReceivePipeline::stored, this, [this](const QList<StoredEntry> &entries) {
        QStringList bodies;
        for (const StoredEntry &entry : entries)
            bodies.append(entry.row ? entry.row->body : u"?"_s);
        m_log.append(bodies.join(u' '));
    });
    connect(m_pipeline.get(), &ReceivePipeline::storeFailed, this, [this] { m_log.append(u"failed"_s); });
    m_stream->connectTo(FakeStanzaChannel::url());
    m_fake.completeLogin();
    m_membership = m_store->begin();
    m_log.clear();
    m_acknowledged = 0;
}

void TestReceivePipeline::cleanup()
{
    m_pipeline.reset();
    m_stream.reset();
    m_store.reset();
}

void TestReceivePipeline::receive(const QString &body)
{
    m_fake.inject(u"<message xmlns='jabber:client' id='%1'/>"_s.arg(body));
}

void TestReceivePipeline::settle()
{
    for (int i = 0; i < 6; ++i) {
        (*m_store)->drain();
        QCoreApplication::processEvents();
    }
}

void TestReceivePipeline::open(ReceivePipeline::Failed failed)
{
    m_pipeline->open(m_store->room(), m_membership, failed);
}

quint32 TestReceivePipeline::acknowledged()
{
    m_store->clock().advance(1000);
    const auto elements = m_fake.takeManagementSent();
    for (const stanza::XmlNode &element : elements) {
        if (element.name() == u"a"_s)
            m_acknowledged = element.attribute(u"h").toUInt();
    }
    return m_acknowledged;
}

void TestReceivePipeline::closedPipelineHoldsNothing()
{
    receive(u"a"_s);
    QCOMPARE(acknowledged(), 1U);
    settle();
    QCOMPARE(m_store->timeline(), QString());
}

void TestReceivePipeline::collectedWaitsForItsMembership()
{
    m_pipeline->collect();
    receive(u"a"_s);
    settle();
    QCOMPARE(m_store->timeline(), QString());
    QCOMPARE(acknowledged(), 0U);
    open();
    settle();
    QCOMPARE(m_store->timeline(), u"a"_s);
    QCOMPARE(acknowledged(), 1U);
}

void TestReceivePipeline::storedInOrderAndTold()
{
    open();
    receive(u"a"_s);
    receive(u"b"_s);
    settle();
    receive(u"c"_s);
    settle();
    QCOMPARE(m_store->timeline(), u"a | b | c"_s);
    QCOMPARE(m_log.join(u' '), u"a b c"_s);
}

void TestReceivePipeline::acknowledgedOnlyWhenCommitted()
{
    open();
    receive(u"a"_s);
    QCOMPARE(acknowledged(), 0U);
    QCOMPARE(m_stream->unsettledCount(), 1);
    settle();
    QCOMPARE(acknowledged(), 1U);
    QCOMPARE(m_stream->unsettledCount(), 0);
}

void TestReceivePipeline::afterFiledRunsWhenEverythingSoFarIsStored()
{
    open();
    receive(u"a"_s);
    QString seen = u"not yet"_s;
    m_pipeline->afterFiled([&] { seen = m_log.join(u' '); });
    receive(u"b"_s);
    QCOMPARE(seen, u"not yet"_s);
    settle();
    QVERIFY(seen.startsWith(u'a'));
}

void TestReceivePipeline::afterFiledRunsAtOnceWhenNothingWaits()
{
    open();
    bool ran = false;
    m_pipeline->afterFiled([&] { ran = true; });
    QVERIFY(ran);
}

void TestReceivePipeline::closeForgettingKeepsTheAcknowledgementBefore()
{
    open();
    receive(u"a"_s);
    settle();
    receive(u"b"_s);
    m_pipeline->close(ReceivePipeline::Queued::Forgotten);
    receive(u"c"_s);
    settle();
    QCOMPARE(acknowledged(), 1U);
    QCOMPARE(m_stream->unsettledCount(), 0);
    QCOMPARE(m_store->timeline(), u"a"_s);
}

void TestReceivePipeline::closeFilingStoresTheRest()
{
    open();
    receive(u"a"_s);
    receive(u"b"_s);
    m_pipeline->close(ReceivePipeline::Queued::Filed);
    m_store->end(m_membership);
    settle();
    QCOMPARE(m_store->timeline(), u"a | b"_s);
    QCOMPARE(acknowledged(), 2U);
    m_pipeline->collect();
    receive(u"c"_s);
    m_pipeline->close(ReceivePipeline::Queued::Filed);
    QCOMPARE(acknowledged(), 3U);
}

void TestReceivePipeline::whatNobodyStoredBeforeACutComesAgain()
{
    open();
    receive(u"a"_s);
    settle();
    // The membership's join history is being stored, and more arrives; rooms without an archive file what waits.
    m_pipeline->collect();
    receive(u"b"_s);
    m_fake.dropConnection();
    m_pipeline->close(ReceivePipeline::Queued::Filed);
    m_stream->connectTo(FakeStanzaChannel::url());
    m_fake.completeResume();
    QCOMPARE(m_fake.resumeH(), 1U);
}

void TestReceivePipeline::closeDropsWaitingActions()
{
    open();
    receive(u"a"_s);
    bool ran = false;
    m_pipeline->afterFiled([&] { ran = true; });
    m_pipeline->close(ReceivePipeline::Queued::Forgotten);
    settle();
    QVERIFY(!ran);
}

void TestReceivePipeline::largeFloodIsStoredInBatches()
{
    open();
    for (int i = 0; i < 1700; ++i)
        receive(QString::number(i));
    QTRY_COMPARE(m_store->items().size(), 1700);
    settle();
    QCOMPARE(m_store->items().at(1699).message.body, u"1699"_s);
    QCOMPARE(acknowledged(), 1700U);
    QVERIFY(m_log.size() >= 4);
}

void TestReceivePipeline::endedMembershipIsAFailure()
{
    open();
    m_store->end(m_membership);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"live messages could not be stored"_s));
    receive(u"a"_s);
    settle();
    QCOMPARE(m_log, QStringList{u"failed"_s});
    QCOMPARE(m_store->timeline(), QString());
}

void TestReceivePipeline::whatIsKeptIsTriedBeforeAnythingNewer()
{
    open(ReceivePipeline::Failed::Kept);
    receive(u"a"_s);
    settle();
    bool filed = false;
    {
        RefusedBody full(m_store->fileName(), u"X"_s);
        receive(u"X"_s);
        settle();
        receive(u"b"_s);
        m_pipeline->afterFiled([&filed] { filed = true; });
        for (int i = 0; i < 5; ++i) {
            m_store->clock().advance(1000);
            settle();
        }
        QCOMPARE(m_store->timeline(), u"a"_s);
        QVERIFY(m_log.removeAll(u"failed"_s) > 1);
        QCOMPARE(acknowledged(), 1U);
        QVERIFY(!filed);
    }
    m_store->clock().advance(20000);
    settle();
    QCOMPARE(m_store->timeline(), u"a | X | b"_s);
    QCOMPARE(m_log, (QStringList{u"a"_s, u"X b"_s}));
    QVERIFY(filed);
    QCOMPARE(acknowledged(), 3U);
}

void TestReceivePipeline::closingStoresNothingPastWhatFailed()
{
    open(ReceivePipeline::Failed::Kept);
    {
        RefusedBody full(m_store->fileName(), u"X"_s);
        receive(u"X"_s);
        QCoreApplication::processEvents();
        // The batch is on its way to the disk, and what comes now is handed over with the end of the membership.
        receive(u"b"_s);
        m_pipeline->close(ReceivePipeline::Queued::Filed);
        settle();
        QCOMPARE(m_store->timeline(), QString());
    }
    // A resume brings both again.
    open(ReceivePipeline::Failed::Kept);
    receive(u"X"_s);
    receive(u"b"_s);
    settle();
    QCOMPARE(m_store->timeline(), u"X | b"_s);
}

void TestReceivePipeline::whatIsKeptHasAnEnd()
{
    constexpr int many = 12000;
    open(ReceivePipeline::Failed::Kept);
    {
        RefusedBody full(m_store->fileName(), u"X"_s);
        receive(u"X"_s);
        settle();
        for (int i = 0; i < many; ++i)
            receive(QString::number(i));
        m_store->clock().advance(20000);
        settle();
    }
    for (int i = 0; i < 200; ++i) {
        m_store->clock().advance(1000);
        settle();
    }
    const QString timeline = m_store->timeline();
    QVERIFY2(timeline.endsWith(u" | %1"_s.arg(many - 1)), qPrintable(timeline.right(100)));
    QVERIFY(!timeline.contains(u"X"_s));
    QCOMPARE(acknowledged(), quint32(many + 1));
}

QTEST_GUILESS_MAIN(TestReceivePipeline)
#include "tst_receivepipeline.moc"
