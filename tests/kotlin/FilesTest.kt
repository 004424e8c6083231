import crm.Crm
import crm.FileStore
import crm.FileStoreException
import crm.Session
import crm.model.CrmException
import crm.model.NewFile
import crm.model.NewOpportunity
import crm.model.RecordKey
import java.io.File
import kotlin.io.path.createTempDirectory
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** FILE-4: a folder for each content, a file for each piece. */
private class Folder(val root: File) : FileStore {
    @Volatile
    var fails: Throwable? = null

    override fun put(key: String, piece: ULong, bytes: ByteArray) {
        fails?.let { throw it }
        assertTrue(bytes.size in 1..262_144)
        File(root, key).mkdirs()
        File(File(root, key), "$piece").writeBytes(bytes)
    }

    override fun read(key: String, piece: ULong): ByteArray? {
        fails?.let { throw it }
        return File(File(root, key), "$piece").takeIf { it.exists() }?.readBytes()
    }

    override fun delete(key: String) {
        fails?.let { throw it }
        File(root, key).deleteRecursively()
    }

    fun keys(): List<String> = root.list().orEmpty().toList()
}

class FilesTest {
    private fun record(session: Session): RecordKey {
        val new = NewOpportunity(customerName = "Jade", successProbability = 60, summary = "A press", description = "Two")
        return RecordKey(`object` = "opportunity", id = session.opportunities().create(new).id)
    }

    @Test
    fun `what is in files lies in the host's store`() {
        val root = createTempDirectory().toFile()
        val store = Folder(File(root, "files"))
        val content = ByteArray(700_000) { (it * 31 + it / 251).toByte() }
        val path = File(root, "erp.crm").path
        val file = Crm.open(path, fileStore = store).use { crm ->
            val session = crm.session(crm.bootstrap("han", "韩梅梅", listOf("sales_manager")))
            val on = record(session)
            val file = session.files().put(on, NewFile(name = "图纸.bin"), content)
            val upload = session.files().begin(on, NewFile(name = "b.bin", size = content.size.toLong()))
            session.files().append(upload.id, 0, content)
            assertEquals(file.sha256, session.files().finish(upload.id).sha256)
            assertEquals(listOf(3), store.keys().map { File(store.root, it).list().orEmpty().size })
            assertContentEquals(content, session.files().read(file.id))
            assertContentEquals(content.copyOfRange(262_140, 262_150), session.files().read(file.id, offset = 262_140, length = 10))
            assertTrue(session.maintenance().check().ok)
            file
        }
        Crm.open(path).use { crm ->
            val refused = assertFailsWith<CrmException.Storage> { crm.sessionByLogin("han").files().read(file.id) }
            assertEquals("no_file_store", refused.problem)
        }
        Crm.open(path, fileStore = store).use { crm ->
            val session = crm.sessionByLogin("han")
            assertContentEquals(content, session.files().read(file.id))
            // A piece that it lost is told.
            File(File(store.root, store.keys().single()), "1").delete()
            assertEquals("file_missing", assertFailsWith<CrmException.Storage> { session.files().read(file.id) }.problem)
            assertEquals(listOf("the host's store lacks some of ${store.keys().single()}"), session.maintenance().check().findings)
        }
        root.deleteRecursively()
    }

    @Test
    fun `a store that throws ends the call, and nothing happened`() {
        val root = createTempDirectory().toFile()
        val store = Folder(root)
        Crm.openInMemory(fileStore = store).use { crm ->
            val session = crm.session(crm.bootstrap("han", "韩梅梅", listOf("sales_manager")))
            val on = record(session)
            val kept = session.files().put(on, NewFile(name = "a"), "abc".toByteArray())
            for (thrown in listOf(IllegalStateException("no room"), FileStoreException.Failed("full"), StackOverflowError())) {
                store.fails = thrown
                val put = assertFailsWith<CrmException.Storage> {
                    session.files().put(on, NewFile(name = "b"), "other".toByteArray())
                }
                assertEquals("file_store", put.problem)
                val read = assertFailsWith<CrmException.Storage> { session.files().read(kept.id) }
                assertEquals("file_store", read.problem)
            }
            store.fails = null
            assertEquals(listOf(kept.id), session.files().list(on).items.map { it.id })
            assertContentEquals("abc".toByteArray(), session.files().read(kept.id))
        }
        root.deleteRecursively()
    }
}
