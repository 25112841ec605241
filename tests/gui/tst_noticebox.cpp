#include "app/noticebox.h"

#include <QApplication>
#include <QMessageBox>
#include <QPointer>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

constexpr auto sentence = "The disk is full. <b>Make room</b> and start again."_L1;

QMessageBox *shownBox()
{
    const auto windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows) {
        auto *box = qobject_cast<QMessageBox *>(window);
        if (box && box->isVisible())
            return box;
    }
    return nullptr;
}

/// Runs \a act on the box once it is shown.
void onceShown(const std::function<void(QMessageBox &)> &act)
{
    auto *look = new QTimer(qApp);
    QObject::connect(look, &QTimer::timeout, look, [look, act] {
        if (QMessageBox *box = shownBox()) {
            look->deleteLater();
            look->stop();
            act(*box);
        }
    });
    look->start(1);
}

} // namespace

/// Sentences in boxes of their own.
class TestNoticeBox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setQuitOnLastWindowClosed(false); }

    void failureIsShownAsItIsUntilItIsClosed()
    {
        QString text;
        auto format = Qt::AutoText;
        onceShown([&](QMessageBox &box) {
            text = box.text();
            format = box.textFormat();
            box.button(QMessageBox::Close)->click();
        });
        showFailure(sentence);
        QCOMPARE(text, sentence);
        QCOMPARE(format, Qt::PlainText);
        QVERIFY(!shownBox());
    }

    void escapeClosesAFailure()
    {
        onceShown([](QMessageBox &box) { QTest::keyClick(&box, Qt::Key_Escape); });
        showFailure(sentence);
        QVERIFY(!shownBox());
    }

    void signalClosesAFailure()
    {
        onceShown([](QMessageBox &) { std::raise(SIGTERM); });
        showFailure(sentence);
        QVERIFY(!shownBox());
    }

    void noticeStandsInFrontOfADialogAndGoes()
    {
        QWidget window;
        window.show();
        QDialog dialog(&window);
        dialog.open();
        QPointer<QMessageBox> box = showNotice(window, sentence);
        QCOMPARE(box->parentWidget(), &dialog);
        QCOMPARE(box->text(), sentence);
        QCOMPARE(box->textFormat(), Qt::PlainText);
        box->close();
        QTRY_VERIFY(!box);
    }
};

QTEST_MAIN(TestNoticeBox)
#include "tst_noticebox.moc"
