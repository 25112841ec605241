#include "service/receivepipeline.h"
#include "support/builders.h"
#include "support/fakestanzachannel.h"
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

private:
    /// A stanza arrives whose text is \a body.
    void receive(const QString &body);
    void settle();
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
    m_pipeline = std::make_unique<ReceivePipeline>(**m_store, *m_stream);
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
    m_pipeline->open(m_store->room(), m_membership);
    settle();
    QCOMPARE(m_store->timeline(), u"a"_s);
    QCOMPARE(acknowledged(), 1U);
}

void TestReceivePipeline::storedInOrderAndTold()
{
    m_pipeline->open(m_store->room(), m_membership);
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
    m_pipeline->open(m_store->room(), m_membership);
    receive(u"a"_s);
    QCOMPARE(acknowledged(), 0U);
    QCOMPARE(m_stream->unsettledCount(), 1);
    settle();
    QCOMPARE(acknowledged(), 1U);
    QCOMPARE(m_stream->unsettledCount(), 0);
}

void TestReceivePipeline::afterFiledRunsWhenEverythingSoFarIsStored()
{
    m_pipeline->open(m_store->room(), m_membership);
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
    m_pipeline->open(m_store->room(), m_membership);
    bool ran = false;
    m_pipeline->afterFiled([&] { ran = true; });
    QVERIFY(ran);
}

void TestReceivePipeline::closeForgettingKeepsTheAcknowledgementBefore()
{
    m_pipeline->open(m_store->room(), m_membership);
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
    m_pipeline->open(m_store->room(), m_membership);
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
    m_pipeline->open(m_store->room(), m_membership);
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
    m_pipeline->open(m_store->room(), m_membership);
    receive(u"a"_s);
    bool ran = false;
    m_pipeline->afterFiled([&] { ran = true; });
    m_pipeline->close(ReceivePipeline::Queued::Forgotten);
    settle();
    QVERIFY(!ran);
}

void TestReceivePipeline::largeFloodIsStoredInBatches()
{
    m_pipeline->open(m_store->room(), m_membership);
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
    m_pipeline->open(m_store->room(), m_membership);
    m_store->end(m_membership);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"live messages could not be stored"_s));
    receive(u"a"_s);
    settle();
    QCOMPARE(m_log, QStringList{u"failed"_s});
    QCOMPARE(m_store->timeline(), QString());
}

QTEST_GUILESS_MAIN(TestReceivePipeline)
#include "tst_receivepipeline.moc"
