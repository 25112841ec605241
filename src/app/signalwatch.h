#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace foyer
{

/// Turns SIGTERM and SIGINT into a Qt signal. One object a process.
class SignalWatch : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatch(QObject *parent = nullptr);
    ~SignalWatch() override;

Q_SIGNALS:
    void terminationRequested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace foyer
