#pragma once

#include "core/chatstate.h"
#include "core/clock.h"

#include <QList>
#include <QObject>
#include <QStringList>

#include <functional>

namespace foyer
{

/// Who is writing in one room, and what the room is told of our writing (XEP-0085). All of it is of the moment: it is
/// kept nowhere, sent at most once, and whoever is silent for 30 s does not write any more.
class TypingNotices : public QObject
{
    Q_OBJECT

public:
    /// Tells the room what we do.
    using Tell = std::function<void(ChatState state)>;
    TypingNotices(Clock &clock, Tell tell, QObject *parent = nullptr);

    // the others

    /// Who writes, first come first; 20 at most.
    QStringList writers() const;
    void receive(const QString &nickname, ChatState state);
    /// \a nickname has said something, or is gone.
    void forget(const QString &nickname);

    // ourselves

    /// The person writes (told at every change of the text), or has nothing written any more. The room hears it at
    /// most once in 10 s, and of a pause after 10 s without a change.
    void write(bool writing);
    /// A message of ours goes out, which ends for the others what we had told.
    void sent();
    /// The room is not to know any more: takes back what it was told.
    void takeBack();

    /// The membership is over: nobody writes, and the room is told nothing more.
    void clear();

Q_SIGNALS:
    void changed(const QStringList &nicknames);

private:
    struct Writer {
        QString nickname;
        qint64 until = 0; ///< monotonic, ms
    };

    void expire();
    void watch();

    Clock &m_clock;
    Tell m_tell;
    Timer m_expiry;
    Timer m_pause;
    QList<Writer> m_writers;
    ChatState m_told = ChatState::Active;
    qint64 m_toldAt = -1; ///< monotonic time of the last Composing; -1: it may be told at once
};

} // namespace foyer
