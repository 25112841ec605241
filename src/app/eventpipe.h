#pragma once

#include "core/clock.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <deque>
#include <memory>

namespace foyer
{

/// Lines for whoever reads a pipe, a socket or a terminal. It never holds up the program: what is not taken at once
/// waits, and goes out in order as soon as there is room. One line may be of any length; of those behind it 64 MiB may
/// wait.
class EventPipe : public QObject
{
    Q_OBJECT

public:
    explicit EventPipe(Clock &clock, QObject *parent = nullptr);
    /// Writes what can be written without waiting.
    ~EventPipe() override;

    /// Writes to standard output, which other programs may share: its own mode stays as it is. False when there is
    /// none.
    bool openStandardOutput();
    /// Writes to the open \a descriptor, which does not block and is closed in the end.
    void open(int descriptor);
    /// Writes to the named pipe \a fileName once somebody reads it.
    void openOnceRead(const QByteArray &fileName);

    void write(const QByteArray &line);
    /// Whether a reader has not taken everything yet.
    bool isBehind() const { return !m_lines.empty(); }
    /// The longest time, in milliseconds, in which a reader that is behind may take nothing; a minute at first.
    void setLongestStall(qint64 ms);
    /// Fails, because the reader is too slow.
    void giveUp();

Q_SIGNALS:
    /// A reader that was behind has taken everything.
    void drained();
    /// Nothing is written any more, for the reason \a why.
    void failed(const QString &why);

private:
    bool isOpen() const { return m_descriptor >= 0 || !m_fileName.isEmpty(); }
    void tryOpen();
    void flush();
    qint64 put(const char *bytes, qsizetype count) const;
    void fail(const QString &why);
    void close();

    QByteArray m_fileName; ///< of the named pipe that nobody reads yet
    int m_descriptor = -1;
    bool m_isSocket = false;
    std::deque<QByteArray> m_lines;
    qsizetype m_waiting = 0; ///< bytes of all lines
    qsizetype m_written = 0; ///< bytes of the first line that are out
    std::unique_ptr<QSocketNotifier> m_notifier;
    Timer m_nextTry;
    Timer m_stall;
    qint64 m_longestStallMs;
};

} // namespace foyer
