#include "stanza/presence.h"
#include "support/transcript.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

MucPresence recorded(const QString &server, const QString &topic)
{
    const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
    return readMucPresence(transcript.stanzas(topic).constLast());
}

MucPresence withMute(const QString &payload)
{
    return readMucPresence(xml(u"<presence xmlns='jabber:client' from='tea@rooms.example.org/al'>"
                               "<x xmlns='http://jabber.org/protocol/muc#user'><item role='visitor'/>"
                               "<status code='110'/></x>%1</presence>"_s.arg(payload)));
}

void serverRows()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("ejabberd") << u"ejabberd"_s;
    QTest::newRow("prosody") << u"prosody"_s;
}

} // namespace

class TestPresence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createdRoomIsTold_data() { serverRows(); }

    void createdRoomIsTold()
    {
        QFETCH(QString, server);
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
        const auto stanzas = transcript.stanzas(u"join creates"_s);
        const MucPresence self = readMucPresence(stanzas[stanzas.size() - 2]);
        QVERIFY(self.has(MucStatus::RoomCreated));
        QVERIFY(self.has(MucStatus::SelfPresence));
        QCOMPARE(self.occupant.nickname, u"er"_s);
        QCOMPARE(self.occupant.role, Role::Moderator);
        QCOMPARE(self.occupant.affiliation, Affiliation::Owner);
        QCOMPARE(self.occupant.realJid.toString(), u"erin@localhost"_s);
        QCOMPARE(self.addresses.size(), 1);
        QCOMPARE(self.addresses.constFirst().toString(), u"erin@localhost/r1"_s);
    }

    void kickIsTold_data() { serverRows(); }

    void kickIsTold()
    {
        QFETCH(QString, server);
        const MucPresence presence = recorded(server, u"kicked"_s);
        QVERIFY(presence.type == MucPresence::Type::Unavailable);
        QVERIFY(presence.has(MucStatus::Kicked));
        QCOMPARE(presence.actor, u"al"_s);
        QCOMPARE(presence.reason, u"bye"_s);
        QCOMPARE(presence.occupant.role, Role::None);
    }

    void destructionIsTold_data() { serverRows(); }

    void destructionIsTold()
    {
        QFETCH(QString, server);
        const MucPresence presence = recorded(server, u"destroyed"_s);
        QVERIFY(presence.destroyed);
        QCOMPARE(presence.destroyReason, u"moved"_s);
        QCOMPARE(presence.alternative, u"other@conference.localhost"_s);
        // The reason for the end of the room is not the reason of an item.
        QCOMPARE(presence.reason, QString());
        QCOMPARE(presence.has(MucStatus::SelfPresence), server == "prosody"_L1);
    }

    void newNicknameIsTold_data() { serverRows(); }

    void newNicknameIsTold()
    {
        QFETCH(QString, server);
        const MucPresence presence = recorded(server, u"own nickname changes"_s);
        QVERIFY(presence.has(MucStatus::NicknameChanged));
        QCOMPARE(presence.newNickname, u"bobby"_s);
    }

    void roomsOwnPresenceIsNobodys()
    {
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), u"ejabberd"_s);
        QCOMPARE(readMucPresence(transcript.stanzas(u"join existing"_s).constFirst()).occupant.nickname, QString());
    }

    void everyClientBehindASharedNicknameIsListed()
    {
        const MucPresence presence = recorded(u"prosody"_s, u"nickname shared"_s);
        QCOMPARE(presence.addresses.size(), 2);
        QCOMPARE(presence.occupant.realJid.toString(), u"bob@localhost"_s);
    }

    void extraIsReadUpToItsLimit()
    {
        const QString frame = u"<presence xmlns='jabber:client' from='tea@conference.localhost/al'>"
                              "<extra xmlns='urn:foyer:extra:0'>%1</extra></presence>"_s;
        QCOMPARE(readMucPresence(xml(frame.arg(u"t &amp; x"_s))).occupant.extra, u"t & x"_s);
        QCOMPARE(readMucPresence(xml(frame.arg(QString(1024, u'a')))).occupant.extra.size(), 1024);
        QCOMPARE(readMucPresence(xml(frame.arg(QString(1025, u'a')))).occupant.extra, QString());
    }

    void actorWithoutNicknameIsTheAddress()
    {
        const MucPresence presence = readMucPresence(
            xml(u"<presence xmlns='jabber:client' from='tea@conference.localhost/al' type='unavailable'>"
                "<x xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='none'>"
                "<actor jid='carol@localhost'/></item></x></presence>"_s));
        QCOMPARE(presence.actor, u"carol@localhost"_s);
    }

    void joinAsksForWhatItShould()
    {
        const Jid self = *Jid::parse(u"tea@conference.localhost/al");
        QCOMPARE(
            xmlDifference(mucJoinPresence(self, u"p1"_s, {}),
                          xml(u"<presence xmlns='jabber:client' to='tea@conference.localhost/al' id='p1'>"
                              "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"_s)),
            QString());
        QCOMPARE(
            xmlDifference(mucJoinPresence(self, u"p1"_s, {u"pw"_s, u"hi"_s, 10}),
                          xml(u"<presence xmlns='jabber:client' to='tea@conference.localhost/al' id='p1'>"
                              "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='10'/>"
                              "<password>pw</password></x><extra xmlns='urn:foyer:extra:0'>hi</extra></presence>"_s)),
            QString());
        QCOMPARE(xmlDifference(mucLeavePresence(self),
                               xml(u"<presence xmlns='jabber:client' to='tea@conference.localhost/al' "
                                   "type='unavailable'/>"_s)),
                 QString());
    }

    void muteElementIsReadWhole()
    {
        const MucPresence self =
            withMute(u"<mute xmlns='urn:foyer:mute:0' room='1' everywhere='0' here='true' exempt='false' by='bob' "
                     "until='2031-11-23T15:00:00Z'><reason> off topic </reason></mute>"_s);
        QVERIFY(self.mute.has_value());
        QCOMPARE(self.mute->roomMuted, std::optional<bool>(true));
        QCOMPARE(self.mute->userMutedEverywhere, std::optional<bool>(false));
        QCOMPARE(self.mute->userMutedHere, std::optional<bool>(true));
        QCOMPARE(self.mute->exempt, std::optional<bool>(false));
        QCOMPARE(self.mute->by, u"bob"_s);
        QCOMPARE(self.mute->reason, u"off topic"_s);
        QCOMPARE(self.mute->until, QDateTime(QDate(2031, 11, 23), QTime(15, 0), Qt::UTC));
    }

    void whatTheMuteElementLeavesOutIsUnknown()
    {
        QVERIFY(!withMute({}).mute.has_value());
        QVERIFY(!withMute(u"<mute xmlns='urn:other'/>"_s).mute.has_value());
        const MucPresence self = withMute(u"<mute xmlns='urn:foyer:mute:0' room='maybe' until='tomorrow'/>"_s);
        QVERIFY(self.mute.has_value());
        QCOMPARE(*self.mute, MuteState());
    }

    void muteElementIsReadAsWritten()
    {
        MuteState mute;
        mute.roomMuted = true;
        mute.exempt = false;
        mute.until = QDateTime(QDate(2026, 11, 23), QTime(15, 0, 0, 250), Qt::UTC);
        mute.by = u"<bob>"_s;
        mute.reason = u"off & topic"_s;
        QCOMPARE(*withMute(muteElement(mute).toXml()).mute, mute);
        QCOMPARE(*withMute(muteElement({}).toXml()).mute, MuteState());
    }

    void replacementIsTold()
    {
        const MucPresence self = withMute(replacedElement(u"Launch@rooms.example.org"_s).toXml());
        QVERIFY(self.replaced);
        QCOMPARE(self.alternative, u"Launch@rooms.example.org"_s);
        QVERIFY(!withMute({}).replaced);
    }
};

QTEST_GUILESS_MAIN(TestPresence)
#include "tst_presence.moc"
