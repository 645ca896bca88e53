package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir Path temp;

  @Test
  void isHeldOnceAndFollowsItsFolder() throws IOException {
    Path draft = Files.createDirectory(temp.resolve("draft"));
    Path folder = temp.resolve("folder");
    try (FolderLock lock = FolderLock.take(draft)) {
      assertEquals(lock, lock);
      Files.move(draft, folder);
      for (int i = 0; i < 2; i++) {
        assertEquals(
            folder + " is in use by process " + ProcessHandle.current().pid(),
            refusal(() -> FolderLock.take(folder)));
      }
    }
    FolderLock.take(folder).close();
  }

  /** What counts is the system's lock: the number of a process that died says nothing. */
  @Test
  void takesOverWhatADeadProcessLeft() throws IOException {
    Files.writeString(temp.resolve(FolderLock.FILE), "123456789\n");
    FolderLock.take(temp).close();
    assertEquals(
        ProcessHandle.current().pid() + "\n", Files.readString(temp.resolve(FolderLock.FILE)));
  }
}
