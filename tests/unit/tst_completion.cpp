#include "support/person.h"

#include "models/completion.h"
#include "models/occupantlistmodel.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

QStringList labels(const Completion &completion)
{
    QStringList found;
    for (const CompletionChoice &choice : completion.choices) {
        found.append(choice.label);
    }
    return found;
}

} // namespace

class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_people.setOwnNickname(u"alice"_s);
        m_people.reset({person(u"alice"_s), person(u"bob"_s, foyer::Role::Moderator), person(u"Bobby Tables"_s),
                        person(u"carol"_s, foyer::Role::Visitor)});
    }
    void anAtSignOffersOthersInAlphabeticalOrder();
    void aWordAloneIsCompletedByTabOnly();
    void atTheStartANicknameCallsSomebody();
    void slashOffersCommandsAtTheVeryStartOnly();
    void commandsOfModeratorsAreOfferedToModerators();
    void twoSlashesAreNoCommand();
    void aCrowdIsOfferedInPart();

private:
    OccupantListModel m_people;
};

void TestCompletion::anAtSignOffersOthersInAlphabeticalOrder()
{
    const auto all = completion::at(u"hello @"_s, 7, completion::Cause::Typing, &m_people);
    QCOMPARE(labels(all), (QStringList{u"bob"_s, u"Bobby Tables"_s, u"carol"_s}));
    const auto some = completion::at(u"hello @BO there"_s, 9, completion::Cause::Typing, &m_people);
    QCOMPARE(labels(some), (QStringList{u"bob"_s, u"Bobby Tables"_s}));
    QCOMPARE(some.start, 6);
    QCOMPARE(some.length, 3);
    QCOMPARE(some.choices[1].insert, u"@Bobby Tables "_s);
    QVERIFY(completion::at(u"hello @zed"_s, 10, completion::Cause::Typing, &m_people).isEmpty());
}

void TestCompletion::aWordAloneIsCompletedByTabOnly()
{
    QVERIFY(completion::at(u"ask ca"_s, 6, completion::Cause::Typing, &m_people).isEmpty());
    const auto found = completion::at(u"ask ca"_s, 6, completion::Cause::Tab, &m_people);
    QCOMPARE(found.choices.size(), 1);
    QCOMPARE(found.choices[0].insert, u"carol "_s);
    QCOMPARE(found.choices[0].label, u"carol"_s);
    // One is told who cannot answer.
    QCOMPARE(found.choices[0].detail, u"muted"_s);
    QVERIFY(!found.choices[0].identity.isEmpty());
    QVERIFY(completion::at(u"ask "_s, 4, completion::Cause::Tab, &m_people).isEmpty());
    QVERIFY(completion::at(u"ca"_s, 2, completion::Cause::Tab, nullptr).isEmpty());
}

void TestCompletion::atTheStartANicknameCallsSomebody()
{
    QCOMPARE(completion::at(u"ca"_s, 2, completion::Cause::Tab, &m_people).choices[0].insert, u"carol: "_s);
    QCOMPARE(completion::at(u"@ca"_s, 3, completion::Cause::Tab, &m_people).choices[0].insert, u"@carol "_s);
}

void TestCompletion::slashOffersCommandsAtTheVeryStartOnly()
{
    const auto all = completion::at(u"/"_s, 1, completion::Cause::Typing, nullptr);
    QVERIFY(labels(all).contains(u"/leave"_s));
    const auto some = completion::at(u"/LE"_s, 3, completion::Cause::Typing, nullptr);
    QCOMPARE(labels(some), QStringList{u"/leave"_s});
    QVERIFY(!some.choices[0].detail.isEmpty());
    QVERIFY(completion::at(u"a /le"_s, 5, completion::Cause::Typing, &m_people).isEmpty());
}

void TestCompletion::commandsOfModeratorsAreOfferedToModerators()
{
    const auto offered = [this] { return labels(completion::at(u"/"_s, 1, completion::Cause::Typing, &m_people)); };
    QVERIFY(offered().contains(u"/leave"_s));
    for (const QString &command : {u"/voice"_s, u"/mute"_s, u"/kick"_s, u"/ban"_s}) {
        QVERIFY2(offered().filter(command).isEmpty(), qPrintable(command));
    }
    m_people.reset({person(u"alice"_s, foyer::Role::Moderator)});
    QCOMPARE(offered().filter(u"/kick"_s).size(), 1);
    // What it takes is told apart from what is typed.
    const auto kick = completion::at(u"/ki"_s, 3, completion::Cause::Typing, &m_people).choices.value(0);
    QCOMPARE(kick, (CompletionChoice{u"/kick "_s, u"/kick"_s, kick.detail, u"person [reason]"_s}));
    QVERIFY(offered().filter(u"/ban"_s).isEmpty());
    m_people.reset({person(u"alice"_s, foyer::Role::Moderator, Affiliation::Admin)});
    QCOMPARE(offered().filter(u"/ban"_s).size(), 1);
}

void TestCompletion::twoSlashesAreNoCommand()
{
    QVERIFY(completion::at(u"//le"_s, 4, completion::Cause::Typing, &m_people).isEmpty());
}

void TestCompletion::aCrowdIsOfferedInPart()
{
    QList<Occupant> crowd;
    for (int i = 0; i < 10'000; ++i) {
        crowd.append(person(u"guest%1"_s.arg(i, 5, 10, QChar(u'0'))));
    }
    m_people.reset(crowd);
    const auto found = completion::at(u"@guest"_s, 6, completion::Cause::Typing, &m_people);
    QCOMPARE(found.choices.size(), completion::mostChoices);
    QCOMPARE(found.choices[0].label, u"guest00000"_s);
}

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
