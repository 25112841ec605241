#pragma once

#include "models/completion.h"

#include <QObject>
#include <QPointer>

class QKeyEvent;
class QPlainTextEdit;
class QWidget;

namespace foyer
{

class CompletionPopup;
class OccupantListModel;
class Theme;

/// Offers how to go on with the text of the composer and puts in what is chosen. Takes the keys of the text field
/// first: Tab completes, and while the list is open arrows move in it, Enter or Tab takes, Escape closes.
class ComposerCompleter : public QObject
{
    Q_OBJECT

public:
    /// \a frame is what the list stands above.
    ComposerCompleter(const Theme &theme, QPlainTextEdit *edit, QWidget *frame);
    ~ComposerCompleter() override;

    /// Whose nicknames are offered; nullptr for nobody's.
    void setPeople(OccupantListModel *people);
    OccupantListModel *people() const;
    bool isOpen() const;
    void close();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool takesKey(const QKeyEvent &event);
    bool completeByTab();
    void offer(completion::Cause cause);
    void insert(const CompletionChoice &choice);
    CompletionPopup *popup();

    const Theme &m_theme;
    QPlainTextEdit *m_edit;
    QWidget *m_frame;
    QPointer<OccupantListModel> m_people;
    QPointer<CompletionPopup> m_popup;
    Completion m_offered;
};

} // namespace foyer
