#pragma once

#include "core/error.h"
#include "ui/dialogs/formdialog.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>

namespace foyer
{

namespace Ui
{
class ServerSettingsDialog;
}

/// The switches of the room server of this computer. Values go in and out as the texts of the server's configuration
/// file, by the file's keys; each field of the form says in the property `settingsKey` whose value it shows.
///
/// Open it with open(); on saveRequested() call accept() or showProblem().
class ServerSettingsDialog : public FormDialog
{
    Q_OBJECT

public:
    using Values = QHash<QString, QString>;

    explicit ServerSettingsDialog(Theme &theme, QWidget *parent = nullptr);
    ~ServerSettingsDialog() override;

    /// The keys that have a field.
    QStringList keys() const;
    void setValues(const Values &values);
    Values values() const;
    /// What *As usual* sets; keys that are missing here stay as they are.
    void setUsualValues(const Values &values);

public Q_SLOTS:
    /// Shows what is wrong with the value of \a key under its field; in general for an unknown key.
    void showProblem(const QString &key, const QString &text);

Q_SIGNALS:
    void saveRequested(const QHash<QString, QString> &values);

private:
    /// One width for all, in which their words fit too.
    void fitNumbers();
    /// Buttons whose words change keep their width.
    void fitSecret();
    /// Whether the values go together; else it is said what does not.
    bool fits();
    void setUpPages();
    /// The app secret is seen only when asked for, and can be copied without.
    void setUpSecret();
    void showSecret(bool shown);
    QWidget *fieldOf(const QString &key) const;

    std::unique_ptr<Ui::ServerSettingsDialog> m_ui;
    Values m_usual;
};

} // namespace foyer
