#include "xmpp/storedentries.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestStoredEntries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reactionIsReadFromItsXml()
    {
        const QString raw = u"<message xmlns='jabber:client' type='groupchat' from='tea@conference.localhost/bob'>"
                            "<reactions xmlns='urn:xmpp:reactions:0' id='s1'><reaction>👍</reaction></reactions>"
                            "</message>"_s;
        QCOMPARE(readStoredEntry(raw, EntryKind::Reaction), (Annotation{u"s1"_s, u"👍"_s, {}}));
    }

    void whatCannotBeReadSaysNothing()
    {
        QCOMPARE(readStoredEntry(u"<message"_s, EntryKind::Correction), Annotation());
        QCOMPARE(readStoredEntry({}, EntryKind::Correction), Annotation());
    }
};

QTEST_GUILESS_MAIN(TestStoredEntries)
#include "tst_storedentries.moc"
