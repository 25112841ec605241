#pragma once

#include "core/clock.h"
#include "desktop/imagegate.h"

#include <QFuture>
#include <QList>
#include <QObject>

namespace foyer
{

/// Has images from outside decoded by helper processes (imagehelper), so that neither a decoder's mistake nor its work
/// reaches the window. Two at once; the others wait their turn.
class ImageWorker : public QObject
{
    Q_OBJECT

public:
    /// \a program: what answers to imagehelper::option; usually this program's own file.
    ImageWorker(const QString &program, Clock &clock, QObject *parent = nullptr);
    ~ImageWorker() override;

    /// The image, scaled down to fit \a bound (pixels, 8192 at most), or an error with a sentence. Decided within 20 s
    /// of its turn, on the caller's thread.
    QFuture<Result<DecodedImage>> decode(const QByteArray &bytes, const QSize &bound);

private:
    class Job;
    void startNext();

    QString m_program;
    Clock &m_clock;
    QList<Job *> m_waiting;
    QList<Job *> m_running;
    bool m_ending = false;
};

} // namespace foyer
