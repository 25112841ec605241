#pragma once

#include "service/historysync.h"
#include "service/receivepipeline.h"
#include "support/mucconversation.h"
#include "support/tempstore.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace foyer
{

/// A HistorySync over a real store and a real archive query, and the room's archive at the other end, which answers
/// when settle() is called and can be told to misbehave. An entry's archive id is its body; one that begins with `+` is
/// a reaction.
class SyncedArchive
{
public:
    SyncedArchive();

    TempStore store;
    MucConversation talk;
    ReceivePipeline pipeline;
    HistorySync sync;

    // The archive

    QStringList entries;
    /// `prefix1` to `prefixN`.
    void fill(const QString &prefix, int count);
    QString refusal;         ///< condition with which pages are refused
    bool fails = false;      ///< as ejabberd whose database is away: pages are empty, and not complete
    int pagesBefore = 0;     ///< answered before refusal or failure begins
    bool answers = true;     ///< off: nothing comes back
    bool asEjabberd = false; ///< answers an unknown id with the newest page; else item-not-found, as Prosody
    bool forgetful = false;  ///< knows no id
    bool completeOnlyWhenEmpty = false;
    int least = 0;     ///< pages hold at least so many entries, whatever was asked for
    QStringList asked; ///< `before/max`, `newest/max`, `oldest/1`

    // The client

    /// A membership begins, and what comes live from now on belongs to it.
    void enter();
    /// The membership ends; nothing runs any more.
    void leave();
    /// \a body is archived and comes live.
    void say(const QString &body);
    /// \a body comes live, and the archive does not have it yet.
    void sayUnarchived(const QString &body);
    SyncPlan plan(SyncPlan::Kind kind, int wantedRows = 10) const;
    /// Runs a plan, without time passing.
    void run(const SyncPlan &plan);
    /// A membership with the past that a first join of \a wantedRows reads, which then ends.
    void joinOnce(int wantedRows = 10);
    /// Answers what has been asked so far; the store and the event loop do nothing meanwhile.
    void answerAll();
    /// Until nothing is left to do without time passing.
    void settle();
    /// Time passes, everything settled in between. The steps are so small that no wait is missed by much.
    void wait(qint64 ms);
    QString timeline() { return store.timeline(); }

    MembershipKey membership = 0;
    std::optional<SyncReport> report; ///< of the last run, once it has finished
    int finished = 0;
    int reshaped = 0;
    QStringList stored; ///< bodies of rows told as inserted

private:
    bool answerOne();
    void sendPage(const stanza::XmlNode &iq, const QStringList &page, bool complete);
    void live(const QString &body);
};

} // namespace foyer
