#pragma once

#include "ui/dialogs/formdialog.h"

#include <memory>

class QListView;

namespace foyer
{

class ConnectionReport;

namespace Ui
{
class ConnectionDialog;
}

/// *Help, Connection*: the outages and how each room came back, and how sure one can be of each room now. It stays open
/// beside the window and follows what happens; the report is looked after only while the dialog is shown.
class ConnectionDialog : public FormDialog
{
    Q_OBJECT

public:
    /// \a report must outlive the dialog.
    ConnectionDialog(Theme &theme, ConnectionReport &report, QWidget *parent = nullptr);
    ~ConnectionDialog() override;

public Q_SLOTS:
    /// What came of saving, as a sentence.
    void showSaved(const QString &text);
    void showProblem(const QString &text);

Q_SIGNALS:
    /// Where to is asked by whoever hears it.
    void saveRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void setUpLists();
    void update();

    ConnectionReport &m_report;
    std::unique_ptr<Ui::ConnectionDialog> m_ui;
};

} // namespace foyer
