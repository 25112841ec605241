#pragma once

#include <QList>
#include <QObject>

#include <functional>

namespace foyer::server
{

/// Something that keeps what it has to say until the turn it belongs to is on the disk.
class Flushable
{
public:
    virtual ~Flushable() = default;
    virtual void flush() = 0;
};

/// One turn of the server thread's event loop. All that it brings is one transaction, and everything told because of
/// it (stanzas, acknowledgements, answers of the Server API) leaves after the commit. When the commit fails nothing of
/// the turn is told (see EmbeddedServer).
class Turn : public QObject
{
    Q_OBJECT

public:
    /// \a commit writes what the turn changed and returns whether it is on the disk.
    explicit Turn(std::function<bool()> commit, QObject *parent = nullptr);

    /// The turn under way has brought something: it will be committed before the loop waits again.
    void touch();
    /// \a output is flushed once after the commit. It must call forget() before it goes.
    void flushAfterCommit(Flushable *output);
    void forget(Flushable *output);
    /// Calls \a action after the commit, with its success.
    void whenCommitted(std::function<void(bool)> action);
    /// Ends the turn now.
    void finish();

Q_SIGNALS:
    /// What the turn brought is on the disk and was told.
    void committed();
    /// The commit failed. What is in memory is ahead of the disk; outputs are not flushed.
    void commitFailed();

private:
    std::function<bool()> m_commit;
    QList<Flushable *> m_outputs;
    QList<std::function<void(bool)>> m_actions;
    bool m_scheduled = false;
};

} // namespace foyer::server
