#pragma once

#include <QFrame>

class QPushButton;

namespace foyer
{

class ElidedLabel;

/// For moderators: who asks to speak. One person at a time, the one who asked first; hidden when nobody does.
class VoiceBar : public QFrame
{
    Q_OBJECT

public:
    explicit VoiceBar(QWidget *parent = nullptr);

    /// Nicknames, first come first.
    void setRequests(const QStringList &nicknames);

Q_SIGNALS:
    void giveVoiceRequested(const QString &nickname);
    void notNowRequested(const QString &nickname);

private:
    QString m_nickname;
    ElidedLabel *m_label;
    QPushButton *m_give;
    QPushButton *m_notNow;
};

} // namespace foyer
