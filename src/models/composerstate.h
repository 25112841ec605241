#pragma once

#include "core/clock.h"
#include "core/roommessage.h"
#include "core/servicetypes.h"
#include "models/attachmentlist.h"

#include <QObject>

#include <optional>

namespace foyer
{

/// What the next message is about.
struct ComposerAim {
    enum class Kind { New, Reply, Edit };
    Kind kind = Kind::New;
    MessageKey key = 0; ///< the message answered or corrected
    QString nickname;   ///< who wrote it; outside text
    QString body;       ///< what it says; outside text

    bool operator==(const ComposerAim &) const = default;
};

/// Whether one may write in a room, why not, and what one has begun to write. The draft survives every lock.
class ComposerState : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool canSend READ canSend NOTIFY changed)
    Q_PROPERTY(QString lockReason READ lockReason NOTIFY changed)
    Q_PROPERTY(QString hint READ hint NOTIFY changed)
    Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)

public:
    explicit ComposerState(Clock &clock, QObject *parent = nullptr);

    /// True also while offline: what is sent then is queued and goes out once.
    bool canSend() const;
    /// Why the composer is locked, as a sentence; empty when it is not.
    QString lockReason() const { return m_lockReason; }
    /// The mute as the room last told it; lockReason() says it while one is in the room.
    const MuteState &mute() const { return m_mute; }
    /// A quiet line below the composer: what happens to messages written offline, or why the last one was not taken.
    QString hint() const;
    /// Whether hint() is about something that went wrong.
    bool isHintBad() const { return !m_refusal.isEmpty() || isTooEarly(); }
    /// Why something was not taken, a sentence; empty when nothing was refused.
    const QString &objection() const { return m_refusal; }
    /// Whether asking the moderators for voice may help: one is here, and muted here.
    bool canAskToSpeak() const;
    /// One has asked; not again before something changes.
    void setAsked();
    QString draft() const { return m_draft; }
    QString roomName() const { return m_roomName; }

    /// The files that go with the next message, or did not arrive.
    AttachmentList &attachments() { return m_attachments; }

    void setDraft(const QString &draft);
    /// \a draft as it was kept: of one that is too long for a message the first part is the draft, and the next one
    /// comes when that was sent.
    void restoreDraft(const QString &draft);
    void setRoomName(const QString &name);
    void setRoomState(RoomState state);
    void setOnline(bool online);
    void setMute(const MuteState &mute);
    /// One waits so many seconds between two messages; 0: not at all.
    void setSlowMode(int seconds);
    /// An own message went to the room at \a at, or goes now: slow mode counts from there.
    void noteSpoken(const QDateTime &at);
    void noteSpoken();
    /// Whether slow mode lets the next message go now; when not, hint() says until when and the text is left alone.
    bool isItsTime();
    /// One has tried to send before it was time, and it is not yet.
    bool isTooEarly() const { return m_early && slowLeftMs() > 0; }
    /// The person changed the text, which is now \a text.
    void write(const QString &text);

    const ComposerAim &aim() const { return m_aim; }
    /// What the message that went out last was about.
    const ComposerAim &sentAim() const { return m_sentAim; }
    /// What is written becomes an answer to row \a key of \a nickname. A correction that was changed waits.
    void beginReply(MessageKey key, const QString &nickname, const QString &body);
    /// The text of row \a key is put in to be corrected, or what it was to become in a correction that waits; what was
    /// being written waits, with what it was about.
    void beginEdit(MessageKey key, const QString &body);
    /// No answer, no correction: what was being written before is back, or a correction that waits.
    void dropAim();
    /// \a body goes out: what it was about, and the field is free for what comes next, or taken by what waits.
    ComposerAim submit(const QString &body);
    /// What is worth keeping over a restart: not a correction that was begun, but what waits behind it.
    QString keptDraft() const
    {
        const bool isEdit = m_aim.kind == ComposerAim::Kind::Edit;
        return isEdit ? m_waitingDraft + m_rest : m_draft + m_rest;
    }
    /// Something was not understood or not taken: the sentence stands below the text until that changes, or until
    /// withdrawObjection().
    void objectTo(const QString &sentence);
    /// What was wrong is so no more; a sentence about a message that was refused stays.
    void withdrawObjection();

    /// Whether \a text is not too long for a message; else hint() says so.
    bool fits(const QString &text);
    /// Whether \a body may go out as it is; when not, hint() says what to do and the text is left alone.
    bool accepts(const QString &body);
    /// The service refused a message, which is stored nowhere: its text comes back as the draft, before whatever was
    /// begun meanwhile; while another message is being corrected it waits behind that. Without a body: something else
    /// that was refused, as objectTo().
    void refuse(const QString &body, const QString &reason);
    /// The correction of row \a key to \a text was refused; \a body stands there. It is begun again when nothing else
    /// is being written, else it waits until the field is free or that row is edited.
    void refuseEdit(MessageKey key, const QString &body, const QString &text, const QString &reason);
    /// The room refused row \a key, which stays as it is: \a body is the draft again, unless something new was begun.
    void giveBack(MessageKey key, const QString &body, const QString &reason);
    /// Row \a key is sent again from where it stands: a draft given back for it and still the same goes.
    void takeBack(MessageKey key);

Q_SIGNALS:
    void changed();
    void draftChanged();
    void aimChanged();
    /// The person writes a message, told at every change of its text, or has nothing written any more. A command is no
    /// message.
    void writingNoted(bool writing);

private:
    /// A correction that is not in the field.
    struct WaitingEdit {
        MessageKey key = 0;
        QString body;   ///< what stands there
        QString text;   ///< what it is to say
        QString reason; ///< why it was refused, as a sentence
    };

    void setAim(const ComposerAim &aim);
    /// What was being written before the correction is back.
    void endEdit();
    /// Something else begins: what a correction has changed waits.
    void putEditAside();
    /// Begins what waits when the field isFree().
    void resumeEdit();
    bool isFree() const;
    void say(const QString &reason);
    /// Takes as much from the rest of a long draft as a message may have.
    QString nextPart();
    void onAttachmentsChanged();
    void update();
    QString muteReason() const;
    QString muteSentence(const QString &by, const QString &until) const;
    QString untilText() const;
    /// When the text of a countdown with \a left ms to go is the next one, ms.
    static qint64 untilNextText(qint64 left);
    /// Until slow mode lets one send again, ms.
    qint64 slowLeftMs() const;
    void countDownSlow();
    QString slowText() const;

    Clock &m_clock;
    Timer m_countdown;
    Timer m_slowCountdown;
    int m_slowSeconds = 0;
    std::optional<qint64> m_spokenMs; ///< as Clock::sinceBootMs()
    bool m_early = false;             ///< one has tried to send before it was time
    AttachmentList m_attachments;
    QString m_roomName;
    QString m_draft;
    QString m_rest; ///< of a draft that is too long for a message
    QString m_lockReason;
    QString m_refusal;
    bool m_objects = false; ///< m_refusal is about something else than the text
    qsizetype m_files = 0;
    MessageKey m_givenBack = 0; ///< row whose text the draft was made of
    QString m_givenBackText;
    ComposerAim m_aim;
    QString m_waitingDraft; ///< what was being written when a correction began
    ComposerAim m_waitingAim;
    QList<WaitingEdit> m_waitingEdits;
    ComposerAim m_sentAim; ///< of the message that went out last, should it be refused
    QString m_sentBody;
    RoomState m_room = RoomState::Joining;
    MuteState m_mute;
    bool m_online = true;
    bool m_asked = false; ///< for voice
};

} // namespace foyer
