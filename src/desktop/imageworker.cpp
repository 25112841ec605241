#include "desktop/imageworker.h"

#include "desktop/imagehelper.h"

#include <QProcess>
#include <QPromise>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int mostAtOnce = 2;
constexpr qint64 wholeMs = 20'000;
} // namespace

/// One image in the hands of a helper, answered once.
class ImageWorker::Job : public QObject
{
public:
    Job(ImageWorker &owner, const QByteArray &bytes, const QSize &bound)
        : QObject(&owner), m_owner(owner), m_bytes(bytes), m_bound(bound), m_deadline(owner.m_clock, [this] {
              finish(imagegate::errorOf(imagegate::Problem::Damaged));
          })
    {
        m_promise.start();
    }
    ~Job() override { finish(Error::make(ErrorKind::NotConnected)); }

    QFuture<Result<DecodedImage>> future() const { return m_promise.future(); }
    void start();
    void finish(const Result<DecodedImage> &result);

private:
    void onFinished(int exitCode, QProcess::ExitStatus status);

    ImageWorker &m_owner;
    QByteArray m_bytes;
    QSize m_bound;
    Timer m_deadline;
    QPromise<Result<DecodedImage>> m_promise;
    QProcess m_process;
    bool m_finished = false;
};

void ImageWorker::Job::start()
{
    m_deadline.start(wholeMs);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::started, this, [this] {
        m_process.write(m_bytes);
        m_process.closeWriteChannel();
        m_bytes.clear();
    });
    connect(&m_process, &QProcess::finished, this, &Job::onFinished);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            finish(Error{ErrorKind::ServerRefused,
                         tr("Foyer could not start the process that opens images. Start Foyer again."),
                         m_process.errorString()});
        }
    });
    m_process.start(m_owner.m_program, {QString::fromLatin1(imagehelper::option), QString::number(m_bound.width()),
                                        QString::number(m_bound.height())});
}

void ImageWorker::Job::onFinished(int exitCode, QProcess::ExitStatus status)
{
    if (status != QProcess::NormalExit || exitCode != 0) {
        const bool isCrash = status != QProcess::NormalExit;
        finish(imagegate::errorOf(isCrash ? imagegate::Problem::Damaged : imagehelper::problemOf(exitCode)));
        return;
    }
    auto image = imagehelper::unpacked(m_process.readAllStandardOutput(), m_bound);
    finish(image ? Result<DecodedImage>(*image) : imagegate::errorOf(imagegate::Problem::Damaged));
}

void ImageWorker::Job::finish(const Result<DecodedImage> &result)
{
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_deadline.stop();
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        constexpr int killedMs = 1000;
        m_process.waitForFinished(killedMs);
    }
    m_owner.m_waiting.removeOne(this);
    m_owner.m_running.removeOne(this);
    m_promise.addResult(result);
    m_promise.finish();
    if (!m_owner.m_ending) {
        deleteLater();
        m_owner.startNext();
    }
}

ImageWorker::ImageWorker(const QString &program, Clock &clock, QObject *parent)
    : QObject(parent), m_program(program), m_clock(clock)
{
}

ImageWorker::~ImageWorker()
{
    m_ending = true;
    const auto jobs = children();
    qDeleteAll(jobs);
}

QFuture<Result<DecodedImage>> ImageWorker::decode(const QByteArray &bytes, const QSize &bound)
{
    auto *job = new Job(*this, bytes, bound);
    auto future = job->future();
    m_waiting.append(job);
    startNext();
    return future;
}

void ImageWorker::startNext()
{
    while (!m_waiting.isEmpty() && m_running.size() < mostAtOnce) {
        Job *const next = m_waiting.takeFirst();
        m_running.append(next);
        next->start();
    }
}

} // namespace foyer
