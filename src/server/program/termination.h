#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace foyer::server
{

/// SIGTERM and SIGINT as a Qt signal. Made before any thread is started, because the signals are blocked in threads
/// made later; one object a process.
class Termination : public QObject
{
    Q_OBJECT

public:
    explicit Termination(QObject *parent = nullptr);
    ~Termination() override;

Q_SIGNALS:
    void requested();

private:
    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace foyer::server
